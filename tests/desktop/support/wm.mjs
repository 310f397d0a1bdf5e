// The program's windows and processes, as the X server and the system have them.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { appBinary, screenshots } from './places.mjs';

const run = promisify(execFile);

/** The numbers of the visible windows with this title. */
export async function visible(title) {
  try {
    const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--name', `^${title}$`]);
    return stdout.trim().split('\n').filter(Boolean);
  } catch {
    // xdotool fails where nothing is found.
    return [];
  }
}

/** Presses keys, whatever window is in front. */
export const press = (keys) => run('xdotool', ['key', keys]);

/** Saves the whole screen as `target/screenshots/NAME.png`. */
export async function shot(name) {
  // What was just shown has painted by then, or the picture shows that it has not.
  await new Promise((next) => setTimeout(next, 500));
  await run('import', ['-window', 'root', join(screenshots, `${name}.png`)]);
}

/** The running processes of the program on this session's bus. */
export async function pids() {
  const bus = `DBUS_SESSION_BUS_ADDRESS=${process.env.DBUS_SESSION_BUS_ADDRESS}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return (
          readlinkSync(`/proc/${pid}/exe`) === appBinary &&
          readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(bus)
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}
