// The program's windows and processes, as the X server and the system have them.
import { execFile, spawn } from 'node:child_process';
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

/** Another program asks for Ctrl+Shift+Space; it gives the keys back with `stop`. */
export async function takeKeys() {
  const program = `
import ctypes, sys, time
x = ctypes.CDLL('libX11.so.6')
refused = []
handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
refuse = handler(lambda *_: refused.append(True) or 0)
x.XSetErrorHandler(refuse)
x.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(x.XOpenDisplay(None))
x.XDefaultRootWindow.restype = ctypes.c_ulong
root = ctypes.c_ulong(x.XDefaultRootWindow(display))
shift, control, asynchronous = 1, 4, 1
space = x.XKeysymToKeycode(display, ctypes.c_ulong(0x20))
for _ in range(50):
    refused.clear()
    x.XGrabKey(display, space, shift | control, root, 0, asynchronous, asynchronous)
    x.XSync(display, 0)
    if not refused:
        print('taken', flush=True)
        sys.stdin.read()
        break
    time.sleep(0.1)
`;
  const other = spawn('/usr/bin/python3', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((taken, failed) => {
    other.stdout.once('data', taken);
    other.once('exit', () => failed(new Error('the keys were not to be had')));
  });
  return {
    stop: () =>
      new Promise((ended) => {
        other.once('exit', ended);
        other.stdin.end();
      }),
  };
}

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

/** Presses Escape in the visible windows with this title. */
export async function escape(title) {
  for (const number of await visible(title)) await run('xdotool', ['windowfocus', number, 'key', 'Escape']);
}
