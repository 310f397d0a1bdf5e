// The windows on the screen, as the X server has them.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

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
