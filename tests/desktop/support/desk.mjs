// What a desktop has around the window: a tray and a notification service, played by `desk.py`.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from './until.mjs';

const program = join(dirname(fileURLToPath(import.meta.url)), 'desk.py');

/** Starts the stand-in; end it with `stop`. */
export async function openDesk({ tray = true, notes = true } = {}) {
  // Debian's own Python: it has the bindings of D-Bus.
  const process = spawn('/usr/bin/python3', [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  let turn = Promise.resolve();
  const read = async () => JSON.parse((await lines.next()).value);
  await read();

  /** Asks one thing at a time. */
  const ask = (request) => {
    turn = turn.then(async () => {
      process.stdin.write(`${JSON.stringify(request)}\n`);
      const { answer, error } = await read();
      if (error) throw new Error(`${request.do}: ${error}`);
      return answer;
    });
    const asked = turn;
    turn = turn.catch(() => undefined);
    return asked;
  };
  if (tray) await ask({ do: 'tray', there: true });
  if (notes) await ask({ do: 'notes', there: true });

  const menu = async () => ((await ask({ do: 'menu' })) ?? { menu: [] }).menu;
  return {
    ask,
    menu,
    /** The texts of the menu, separators as dashes. */
    texts: async () => (await menu()).map((one) => (one.separator ? '—' : plain(one.label))),
    /** Clicks the entry that begins so; `path` goes down into submenus. */
    async click(...path) {
      const found = await until(`the tray's menu has ${path.join(' › ')}`, async () => find(await menu(), path));
      await ask({ do: 'click', id: found.id });
    },
    /** The first note for which `is` holds. */
    note: (what, is) =>
      until(`a note comes: ${what}`, async () => (await ask({ do: 'shown' })).find(is), { timeout: 30_000 }),
    notes: () => ask({ do: 'shown' }),
    stop() {
      process.stdin.end();
      process.kill();
    },
  };
}

/** A label as it is read: a doubled underscore is one, a single one marks a key. */
export const plain = (label) => label.replace(/__|_/g, (mark) => (mark === '__' ? '_' : ''));

function find(entries, [first, ...rest]) {
  const found = entries.find((one) => !one.separator && plain(one.label).startsWith(first));
  return found && rest.length > 0 ? find(found.children, rest) : found;
}
