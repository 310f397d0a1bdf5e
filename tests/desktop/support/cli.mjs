// The command line on the same data as the window.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cliBinary } from './places.mjs';

const run = promisify(execFile);

/** `kalends ARGUMENTS… --json` on a data folder; gives the parsed answer. */
export async function kalends(dataDir, ...arguments_) {
  const env = { ...process.env, KALENDS_DATA_DIR: dataDir, TZ: 'Europe/Berlin' };
  const { stdout } = await run(cliBinary, [...arguments_, '--json'], { env });
  return JSON.parse(stdout);
}

/** Fetches every feed now. */
export const sync = (dataDir) => kalends(dataDir, 'sync');
