// The official conformance checks. They speak HTTP alone, so that each of their sessions is handed
// on, message by message, to a server of its own. Most of their scenarios ask for tools and resources
// of the example server that they were written against; these are the ones about any server.
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeWorld } from './support/data.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const scenarios = ['server-initialize', 'ping', 'tools-list', 'resources-list'];

/** An address at which `config`'s server is reached, one process for each session. */
async function bridge(t, config) {
  const sessions = new Map();
  const open = async () => {
    const http = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => sessions.set(id, http),
    });
    const stdio = new StdioClientTransport({ ...config, stderr: 'ignore' });
    http.onmessage = (message) => void stdio.send(message);
    stdio.onmessage = (message) => void http.send(message).catch(() => {});
    http.onclose = () => void stdio.close();
    await stdio.start();
    await http.start();
    t.after(() => http.close());
    return http;
  };
  const server = createServer((request, response) => {
    const known = sessions.get(request.headers['mcp-session-id']);
    (known ? Promise.resolve(known) : open()).then((http) => http.handleRequest(request, response));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${server.address().port}/mcp`;
}

for (const scenario of scenarios)
  test(`conformance: ${scenario}`, async (t) => {
    const url = await bridge(t, makeWorld(t).helper);
    const program = join(here, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
    const child = spawn('node', ['--import', join(here, 'support/old-node.mjs'), program, 'server', '--url', url, '--scenario', scenario]);
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    child.stderr.on('data', (data) => (said += data));
    const code = await new Promise((done) => child.on('exit', done));
    assert.equal(code, 0, said);
    assert.match(said, /\b0 failed/i, said);
  });
