// A calendar's web server behind TLS, with an authority of its own.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { freshDataDir } from './places.mjs';

/** Serves one body on 127.0.0.1. `authority` is the file to trust it by. */
export async function secureServer(body) {
  const folder = freshDataDir();
  const at = (name) => join(folder, name);
  const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const newKey = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(...newKey, '-x509', '-days', '2', '-subj', '/CN=Tests', '-keyout', 'ca.key', '-out', 'ca.pem');
  openssl(...newKey, '-subj', '/CN=127.0.0.1', '-keyout', 'leaf.key', '-out', 'leaf.csr');
  writeFileSync(at('leaf.ext'), 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'leaf.ext', '-days', '2'];
  openssl('x509', '-req', '-in', 'leaf.csr', ...signed, '-out', 'leaf.pem');

  const tls = { key: readFileSync(at('leaf.key')), cert: readFileSync(at('leaf.pem')) };
  const server = createServer(tls, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/calendar; charset=utf-8' });
    response.end(body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: server.address().port,
    authority: at('ca.pem'),
    stop() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
