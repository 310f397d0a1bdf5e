// Measures the release app while it rests in the tray, its window never opened, with events of the
// samples and their reminders to come: processor time, wake-ups of all its threads, memory. Prints one
// line of JSON. Runs inside `scripts/headless.sh`; `KALENDS_PROFILE=release` chooses the release build.
//
// Of the wake-ups, twelve a minute are not the program's own: tao waits for words of the desktop's
// portal five seconds at a time. The rest are looks at the clock and at the database's files, at every
// half minute for all who wait, and what is due: when a meeting begins or ends, some thirty at once.
//
//   KALENDS_IDLE_MINUTES   how long it is looked at; 10 by default
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cpuSeconds, memoryMegabytes, seconds, settled, wakeUps } from './bench-load.mjs';
import { kalends } from './support/cli.mjs';
import { appBinary, freshDataDir } from './support/places.mjs';

const minutes = Number(process.env.KALENDS_IDLE_MINUTES ?? 10);
const dataDir = freshDataDir();
await kalends(dataDir, 'samples', 'add');
const app = spawn(appBinary, ['--hidden'], {
  env: { ...process.env, KALENDS_DATA_DIR: dataDir },
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  await seconds(15);
  await settled();
  const before = { cpu: cpuSeconds(), woken: wakeUps() };
  await seconds(minutes * 60);
  console.log(
    JSON.stringify({
      minutes,
      cpu_percent: ((cpuSeconds() - before.cpu) / (minutes * 60)) * 100,
      wake_ups_per_minute: (wakeUps() - before.woken) / minutes,
      memory_mb: memoryMegabytes(),
    }),
  );
} finally {
  app.kill();
  rmSync(dataDir, { recursive: true, force: true });
}
