// The server's standard input and output, line by line, for what no client would send.
import { spawn } from 'node:child_process';

/** Starts the server; `send` writes a value or a text as one line, `next` gives the next line. */
export function start(test, { command, args, env }) {
  const server = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  test.after(() => server.kill('SIGKILL'));
  const lines = [];
  let rest = '';
  let stderr = '';
  let wake = () => {};
  server.stdout.on('data', (data) => {
    const parts = (rest + data).split('\n');
    rest = parts.pop();
    lines.push(...parts);
    wake();
  });
  server.stderr.on('data', (data) => (stderr += data));
  server.stdin.on('error', () => {});
  const ended = new Promise((done) => server.on('exit', (code, signal) => done(code ?? signal)));
  const next = async () => {
    while (lines.length === 0) await new Promise((done) => (wake = done));
    return JSON.parse(lines.shift());
  };
  const send = (value) => server.stdin.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`);
  const request = async (id, method, params = {}) => {
    send({ jsonrpc: '2.0', id, method, params });
    for (;;) {
      const answer = await next();
      if (answer.id === id) return answer;
    }
  };
  const greet = () =>
    request(0, 'initialize', {
      protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' },
    }).then((answer) => {
      send({ jsonrpc: '2.0', method: 'notifications/initialized' });
      return answer;
    });
  return { server, send, next, request, greet, ended, lines, stdout: () => rest, stderr: () => stderr };
}
