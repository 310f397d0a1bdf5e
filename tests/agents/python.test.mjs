// The official Python client, by the handshake of old and without one, as of 2026-07-28.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeWorld } from './support/data.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const python = join(here, '.python/bin/python');
const skip = existsSync(python) ? false : 'the Python client is not installed';

for (const mode of ['legacy', 'auto'])
  test(`python client, ${mode}`, { skip }, (t) => {
    const { command, args, env } = makeWorld(t).helper;
    const { status, stdout, stderr } = spawnSync(python, [join(here, 'smoke.py'), mode, command, ...args], { env, encoding: 'utf8', timeout: 60_000 });
    assert.equal(status, 0, stderr);
    const said = JSON.parse(stdout);
    assert.equal(said.tools, 15);
    assert.equal(said.zone, 'Europe/Berlin');
    assert.equal(said.state, 'pending');
    assert.equal(said.calendars, 3);
    assert.equal(said.wrong[0], true);
    assert.match(said.wrong[1], /`time_zone` is missing/);
    assert.match(said.unknown, /no tool/);
  });
