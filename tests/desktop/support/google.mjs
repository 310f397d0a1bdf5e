// A stand-in of Google in a process of its own, and a browser that says yes.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { cliBinary } from './places.mjs';

const binary = join(dirname(cliBinary), 'kalends-google');

export class Google {
  #process;
  #control;
  /** What the app's environment needs to find it. */
  env;
  url;

  /** Starts it; `--consent give` answers every question of a sign-in with yes. */
  static async start(...args) {
    const google = new Google();
    google.#process = spawn(binary, ['--consent', 'give', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: google.#process.stdout });
    const { value } = await lines[Symbol.asyncIterator]().next();
    const ready = JSON.parse(value);
    google.url = ready.url;
    google.#control = ready.control;
    google.env = {
      KALENDS_GOOGLE_URL: ready.url,
      KALENDS_GOOGLE_CLIENT_ID: ready.client_id,
      KALENDS_GOOGLE_CLIENT_SECRET: ready.client_secret,
    };
    return google;
  }

  async stop() {
    const ended = new Promise((done) => this.#process.on('exit', done));
    this.#process.stdin.end();
    await ended;
  }

  /** Changes the stand-in: `('fail', { fault: 'status', status: 503 })`, `('stop')`. */
  async control(path, body) {
    const answer = await fetch(`${this.#control}/${path}`, {
      method: 'PUT',
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`/control/${path}: ${answer.status}`);
  }

  /** What the stand-in noted: `mails`, `requests`, `violations`. */
  async noted(what) {
    return (await fetch(`${this.#control}/${what}`)).json();
  }

  /** A request to the API as somebody else makes it, from another device. */
  async as(user, method, path, body) {
    const answer = await fetch(`${this.#control}/as/${user}/calendar/v3/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** The events of a user's calendar as the server has them, cancelled ones left out. */
  async events(user, calendar = 'primary') {
    const { items } = await this.as(user, 'GET', `calendars/${calendar}/events?maxResults=2500`);
    return items.filter((event) => event.status !== 'cancelled');
  }
}

/**
 * A folder of programs with a browser in it, which follows the page it is given to its end. Put it
 * first in PATH.
 */
export function browserIn(folder) {
  const programs = join(folder, 'programs');
  mkdirSync(programs, { recursive: true });
  const script = join(programs, 'browser.mjs');
  writeFileSync(script, 'await (await fetch(process.argv[2])).text();\n');
  const open = join(programs, 'xdg-open');
  writeFileSync(open, `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} ${JSON.stringify(script)} "$1"\n`);
  chmodSync(open, 0o755);
  return `${programs}:${process.env.PATH}`;
}
