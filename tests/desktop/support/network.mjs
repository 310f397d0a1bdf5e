// A network that can be taken away: the test's own, made by `run.mjs`. Its one address beside the
// loopback stands for the world; what the driver and the tests say to each other stays on loopback.
import { execFileSync } from 'node:child_process';

const address = '192.0.2.10';
const ip = (command) => execFileSync('ip', command.split(' '));

export const network = {
  /** False where the test shares the machine's network, which is nobody's to take away. */
  own: process.env.KALENDS_OWN_NETWORK === '1',

  /** The address to serve feeds on. */
  get address() {
    return this.own ? address : '127.0.0.1';
  },

  plug() {
    if (!this.own) return;
    ip(`addr add ${address}/32 dev lo`);
    ip('route add default dev lo');
  },

  unplug() {
    ip('route del default');
    ip(`addr del ${address}/32 dev lo`);
  },
};
