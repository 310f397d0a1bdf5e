// A data folder with calendars and agents of its own, made by the command line.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const binary =
  process.env.KALENDS_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/kalends');

/** Where the tests' events are: weeks ahead of any clock, so that nothing has begun. */
export const day = (days) => {
  const at = new Date(Date.now() + (30 + days) * 86_400_000);
  return at.toISOString().slice(0, 10);
};

/** A fresh data folder. `cli` runs a command in it and gives its JSON. */
export function makeData(test) {
  const folder = mkdtempSync(join(tmpdir(), 'kalends-agents-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TZ: 'Europe/Berlin',
    KALENDS_DATA_DIR: join(folder, 'data'),
    KALENDS_SECRETS: 'file',
    KALENDS_PASSPHRASE: 'for these tests',
  };
  const cli = (...args) => {
    const said = execFileSync(binary, [...args, '--json'], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return said ? JSON.parse(said) : null;
  };
  const addAgent = (name, sights = {}) => {
    const { config } = cli('agent', 'add', name);
    for (const [calendar, sight] of Object.entries(sights))
      cli('agent', 'allow', name, '--calendar', calendar, sight);
    return { command: binary, args: ['mcp', '--agent', name], env: { ...env, ...config.env } };
  };
  const addEvent = (calendar, title, start, end, ...more) =>
    cli('event', 'add', '--calendar', calendar, '--title', title, '--start', start, '--end', end, '--zone', 'Europe/Berlin', ...more).event_id;
  const fails = (args, more = {}) =>
    spawnSync(binary, args, { env: { ...env, ...more }, encoding: 'utf8', input: '', timeout: 30_000 });
  return { env, cli, addAgent, addEvent, fails };
}

/** Three calendars, each seen differently by the agent `Helper`, with an event in each. */
export function makeWorld(test) {
  const data = makeData(test);
  const add = (name) => data.cli('calendar', 'add', '--local', name).id;
  const full = add('Work');
  const titles = add('Family');
  const busy = add('Private');
  const hidden = add('Secret');
  const events = {
    full: data.addEvent(full, 'Planning', `${day(0)}T09:00`, `${day(0)}T10:00`, '--location', 'Room 4', '--description', 'Bring the numbers.'),
    titles: data.addEvent(titles, 'Dentist', `${day(0)}T11:00`, `${day(0)}T12:00`, '--location', 'Elm Street'),
    busy: data.addEvent(busy, 'Therapy', `${day(0)}T13:00`, `${day(0)}T14:00`),
    hidden: data.addEvent(hidden, 'Surprise', `${day(0)}T15:00`, `${day(0)}T16:00`),
    series: data.addEvent(full, 'Standup', `${day(1)}T09:00`, `${day(1)}T09:15`, '--rrule', 'FREQ=DAILY;COUNT=5'),
  };
  const sights = { [full]: 'full', [titles]: 'titles', [busy]: 'busy', [hidden]: 'hidden' };
  const helper = data.addAgent('Helper', sights);
  return { ...data, calendars: { full, titles, busy, hidden }, events, helper };
}
