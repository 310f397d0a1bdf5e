// An agent as its client starts it: `kalends mcp` in a process of its own, asked in JSON lines.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { cliBinary } from './places.mjs';
import { kalends } from './cli.mjs';

const dayMs = 86_400_000;

/** The date in Berlin, so many days from now. */
export const dayFromNow = (days) =>
  new Date(Date.now() + days * dayMs).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });

export class Agent {
  #process;
  #answers = new Map();
  #asked = 0;

  /** Registers an agent of this name on a data folder and connects as it. */
  static async add(dataDir, name, env = {}) {
    await kalends(dataDir, 'agent', 'add', name);
    const config = await kalends(dataDir, 'agent', 'config', name);
    return Agent.connect(dataDir, configOf(config), env);
  }

  static async connect(dataDir, { args, env: given }, env = {}) {
    const agent = new Agent();
    agent.#process = spawn(cliBinary, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TZ: 'Europe/Berlin', KALENDS_DATA_DIR: dataDir, ...env, ...given },
    });
    const lines = createInterface({ input: agent.#process.stdout });
    lines.on('line', (line) => {
      const message = JSON.parse(line);
      agent.#answers.get(message.id)?.(message);
      agent.#answers.delete(message.id);
    });
    await agent.#request('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'desktop-test', version: '1' },
    });
    agent.#send({ method: 'notifications/initialized' });
    return agent;
  }

  /** The structured answer of a tool; throws with the text of an error. */
  async call(name, args) {
    const { result, error } = await this.#request('tools/call', { name, arguments: args });
    if (error) throw new Error(`${name}: ${error.message}`);
    if (result.isError) throw new Error(`${name}: ${result.content.map((one) => one.text).join(' ')}`);
    return result.structuredContent;
  }

  async close() {
    const ended = new Promise((done) => this.#process.on('exit', done));
    this.#process.stdin.end();
    await ended;
  }

  #request(method, params) {
    const id = (this.#asked += 1);
    const answer = new Promise((done) => this.#answers.set(id, done));
    this.#send({ id, method, params });
    return answer;
  }

  #send(message) {
    this.#process.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }
}

/** The part of the configuration that starts the server, wherever it lies in the answer. */
export function configOf(answer) {
  if (Array.isArray(answer?.args)) return answer;
  for (const value of Object.values(answer ?? {})) {
    const found = typeof value === 'object' && value !== null ? configOf(value) : undefined;
    if (found) return found;
  }
  return undefined;
}
