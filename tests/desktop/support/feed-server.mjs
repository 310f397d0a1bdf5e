// A stand-in for a calendar's web server, on a real socket: serves one feed with an ETag, can be
// changed, and can go away and come back on the same port.
import { createServer } from 'node:http';

export class FeedServer {
  #body;
  #version = 0;
  #server;
  #port = 0;
  #host;
  /** Requests answered, by status. */
  answered = {};

  constructor(body, host = '127.0.0.1') {
    this.#body = body;
    this.#host = host;
  }

  get url() {
    return `http://${this.#host}:${this.#port}/private-3f9ac1d2/basic.ics`;
  }

  /** Takes another body; its next reader sees a new ETag. */
  serve(body) {
    this.#body = body;
    this.#version += 1;
  }

  async start() {
    this.#server = createServer((request, response) => this.#answer(request, response));
    await new Promise((ready, failed) => {
      this.#server.on('error', failed);
      this.#server.listen(this.#port, this.#host, ready);
    });
    this.#port = this.#server.address().port;
    return this;
  }

  /** The port stays reserved for `start` in practice: nothing else asks for it by number. */
  async stop() {
    const server = this.#server;
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }

  #answer(request, response) {
    const etag = `"${this.#version}"`;
    const known = request.headers['if-none-match'] === etag;
    const status = known ? 304 : 200;
    this.answered[status] = (this.answered[status] ?? 0) + 1;
    response.writeHead(status, { etag, 'content-type': 'text/calendar; charset=utf-8' });
    response.end(known ? undefined : this.#body);
  }
}
