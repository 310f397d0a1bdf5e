// The real window, driven through WebKit's own driver.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { remote } from 'webdriverio';
import { appBinary, screenshots } from './places.mjs';
import { until } from './until.mjs';

/** A fixed place and language, so that what the tests read does not depend on the machine. */
const surroundings = { TZ: 'Europe/Berlin', LANG: 'en_GB.UTF-8' };

/** Starts the app on a data folder and waits for its page. Close it with `close`. */
export async function openApp(dataDir, { binary = appBinary, args = [], env = {} } = {}) {
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...surroundings,
      ...env,
      KALENDS_DATA_DIR: dataDir,
      TAURI_WEBVIEW_AUTOMATION: 'true',
    },
  });
  try {
    await until('the driver listens', () => answers(port));
    const browser = await remote({
      hostname: '127.0.0.1',
      port,
      logLevel: 'error',
      waitforTimeout: 10_000,
      capabilities: {
        'webkitgtk:browserOptions': { binary, args },
        'wdio:enforceWebDriverClassic': true,
      },
    });
    return {
      browser,
      dataDir,
      /** Resolves once the app is gone, so that another may start. */
      async close() {
        const processes = childrenOf(driver.pid);
        await browser.deleteSession();
        // The driver ends the app in most cases, and in some it only closes the page.
        for (const pid of processes) end(pid);
        await until('the app has ended', () => !processes.some(runs));
        driver.kill();
      },
    };
  } catch (error) {
    driver.kill();
    throw error;
  }
}

/** Saves what the window shows once it has painted, as `target/screenshots/NAME.png`. */
export async function screenshot(browser, name) {
  await browser.executeAsync((done) => {
    void document.fonts.ready.then(() => {
      requestAnimationFrame(() => requestAnimationFrame(() => done(null)));
    });
  });
  const path = join(screenshots, `${name}.png`);
  await browser.saveScreenshot(path);
  return path;
}

const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

function end(pid) {
  try {
    process.kill(pid);
  } catch {
    // It ended by itself.
  }
}

/** Whether the process is there and more than a zombie. */
function runs(pid) {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((found, failed) => {
    const server = net.createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

function answers(port) {
  return new Promise((told) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      told(true);
    });
    socket.on('error', () => told(false));
  });
}
