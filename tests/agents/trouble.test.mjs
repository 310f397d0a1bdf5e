// Bad input is answered with what would mend it, and never ends the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from './support/client.mjs';
import { day, makeData, makeWorld } from './support/data.mjs';
import { start } from './support/raw.mjs';

const zone = 'Europe/Berlin';
const nobody = '00000000-0000-7000-8000-000000000000';

test('calls that cannot be understood are told how to mend', async (t) => {
  const { calendars, helper } = makeWorld(t);
  const { client, call, refused, tools } = await connect(t, helper);
  const create = { title: 'T', start: `${day(0)}T09:00`, end: `${day(0)}T10:00`, time_zone: zone, notify: 'none', reason: 'r' };
  const without = (key) => Object.fromEntries(Object.entries(create).filter(([name]) => name !== key));
  const window = { start: day(0), end: day(7), time_zone: zone };
  const table = [
    ['list_events', { start: day(0), end: day(1) }, /`time_zone` is missing: give an IANA name such as Europe\/Berlin/],
    ['list_events', { ...window, time_zone: 'Mars/Olympus' }, /no IANA zone/],
    ['list_events', { ...window, end: day(0) }, /not before/],
    ['list_events', { ...window, end: day(500) }, /longer than 366 days/],
    ['list_events', { ...window, calendars: [nobody] }, /no calendar/],
    ['list_events', { ...window, calendars: [calendars.hidden] }, /no calendar/],
    ['list_events', { ...window, calendars: 'all' }, /`calendars` cannot be read/],
    ['list_events', { ...window, cursor: 'x'.repeat(100_000) }, /cursor/i],
    ['get_event', { event_id: 'x'.repeat(1_000_000) }, /no event/],
    ['get_event', { event_id: nobody }, /no event/],
    ['get_event', { event_id: 7 }, /`event_id` cannot be read/],
    ['search_events', { query: ' ' }, /empty/],
    ['search_events', { query: 'x'.repeat(1_000_000) }, /characters/],
    ['search_events', { query: '"(*:' }, null],
    ['free_busy', { start: 'soon', end: 'later', time_zone: zone }, /no time/],
    ['find_free_slots', { ...window, duration: 'a while' }, /duration/],
    ['find_free_slots', { ...window, duration: 0 }, /between one minute/],
    ['find_free_slots', { ...window, duration: 30, working_hours: [{ weekday: 'monday', from: 'nine', to: '17:00' }] }, /time of day/],
    ['propose_create', without('notify'), /`notify` is missing/],
    ['propose_create', without('time_zone'), /`time_zone` is missing/],
    ['propose_create', { ...create, calendar_id: nobody }, /no calendar/],
    ['propose_create', { ...create, calendar_id: calendars.hidden }, /no calendar/],
    ['propose_create', { ...create, start: create.end, end: create.start }, /not before/],
    ['propose_create', { ...create, title: 'x'.repeat(1_000_000) }, /title/],
    ['propose_create', { ...create, recurrence: ['FREQ=SOMETIMES'] }, /rule|FREQ/i],
    ['propose_create', { ...create, guests: [{ email: 'nobody' }] }, /address|nobody/],
    ['propose_create', { ...create, approve: true }, /`approve` is no argument/],
    ['propose_update', { event_id: nobody, base_version: 'x', scope: 'this', patch: { title: 'x' }, notify: 'none', reason: 'r' }, /no event/],
    ['propose_update', { event_id: nobody, base_version: 'x', scope: 'this', patch: {}, notify: 'none', reason: 'r' }, /changes nothing/],
    ['propose_delete', { event_id: nobody, base_version: 'x', notify: 'none', reason: 'r' }, /`scope` is missing/],
    ['propose_batch', { proposals: [] }, /1 to 20/],
    ['propose_batch', { proposals: [{ action: 'approve' }] }, /approve|action/],
    ['propose_batch', { proposals: [{ action: 'create', ...create, time_zone: 'X/Y' }] }, /proposals\[0\]/],
    ['proposal_status', {}, /`id`.*`since`/],
    ['proposal_status', { id: nobody }, /no proposal/],
    ['withdraw_proposal', { id: nobody }, /no proposal/],
  ];
  for (const [name, args, words] of table) {
    if (words === null) {
      await call(name, args);
      continue;
    }
    const text = await refused(name, args);
    assert.match(text, words, name);
    assert.ok(text.length < 1500, `${name}: ${text.length} characters`);
  }
  // An event of a hidden calendar is as unknown as one that never was.
  await assert.rejects(client.callTool({ name: 'approve_proposal', arguments: {} }), /no tool/);
  await assert.rejects(client.callTool({ name: 'x'.repeat(100_000), arguments: {} }), /no tool/);
  // It still serves.
  assert.equal((await client.listTools()).tools.length, tools.length);
  assert.equal((await call('proposal_status', { since: '2026-01-01T00:00:00Z' })).proposals.length, 0);
});

test('an event that changed since it was read has to be read again', async (t) => {
  const { cli, events, helper } = makeWorld(t);
  const { call, refused } = await connect(t, helper);
  const { event } = await call('get_event', { event_id: events.full });
  cli('event', 'edit', events.full, '--title', 'Planning, moved');
  const stale = { event_id: event.event_id, base_version: event.base_version, scope: 'this', patch: { title: 'Mine' }, notify: 'none', reason: 'r' };
  assert.match(await refused('propose_update', stale), /changed|again/i);
  const fresh = await call('get_event', { event_id: events.full });
  const made = await call('propose_update', { ...stale, base_version: fresh.event.base_version });
  assert.equal(made.proposal.state, 'pending');
});

test('lines that are no messages are passed over', async (t) => {
  const { helper } = makeWorld(t);
  const { greet, ended, request, send, server } = start(t, helper);
  for (const line of ['', 'hello', '{', '[]', 'null', '{"jsonrpc":"2.0"', '\u0000\u0001', '"'.repeat(10_000)]) send(line);
  const answer = await greet();
  assert.equal(answer.result.serverInfo.name, 'kalends');
  for (const line of ['}', '{"jsonrpc":"2.0","id":{},"method":"tools/list"}', '{"jsonrpc":"2.0","method":7}', 'x'.repeat(9 << 20)]) send(line);
  const unknown = await request(1, 'calendar/approve');
  assert.equal(unknown.error.code, -32601);
  const wrong = await request(2, 'tools/call', { name: 'get_context', arguments: [] });
  assert.ok(wrong.error, 'arguments are an object');
  const fine = await request(3, 'tools/call', { name: 'get_context', arguments: {} });
  assert.equal(fine.result.structuredContent.time_zone, zone);
  server.stdin.end();
  assert.equal(await ended, 0);
});

test('the server ends when its input does, also in the middle of a call', async (t) => {
  const { calendars, cli, helper } = makeWorld(t);
  for (const asks of [0, 1, 20]) {
    const { greet, ended, send, server, stderr } = start(t, helper);
    await greet();
    for (let id = 1; id <= asks; id += 1)
      send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'list_events', arguments: { start: day(0), end: day(300), time_zone: zone, calendars: [calendars.full] } } });
    server.stdin.end();
    assert.equal(await ended, 0, stderr());
  }
  // Closed before a word was said.
  const { ended, server } = start(t, helper);
  server.stdin.end();
  assert.equal(await ended, 0);
  assert.equal(cli('doctor').database?.ok ?? true, true);
});

test('two clients at once, of one agent and of two', async (t) => {
  const { addAgent, calendars, helper } = makeWorld(t);
  const other = addAgent('Other', { [calendars.full]: 'full' });
  const [one, same, two] = await Promise.all([connect(t, helper), connect(t, helper), connect(t, other)]);
  const create = (title) => ({ calendar_id: calendars.full, title, start: `${day(4)}T09:00`, end: `${day(4)}T10:00`, time_zone: zone, notify: 'none', reason: 'r' });
  const ask = (who, title) => who.call('propose_create', create(title));
  const made = await Promise.all([ask(one, 'A'), ask(same, 'B'), ask(two, 'C'), ask(one, 'D'), ask(two, 'E')]);
  assert.equal(new Set(made.map((answer) => answer.proposal.id)).size, 5);
  const titles = async (who) =>
    (await who.call('proposal_status', { since: '2026-01-01T00:00:00Z' })).proposals.map((proposal) => proposal.title).sort();
  assert.deepEqual(await titles(one), ['A', 'B', 'D']);
  assert.deepEqual(await titles(same), ['A', 'B', 'D']);
  assert.deepEqual(await titles(two), ['C', 'E']);
  // What another agent proposed does not exist.
  assert.match(await one.refused('withdraw_proposal', { id: made[2].proposal.id }), /no proposal/);
});

test('an agent is stopped between two calls, and told why', async (t) => {
  const { cli, helper } = makeWorld(t);
  const { call, refused } = await connect(t, helper);
  await call('get_context');
  cli('agent', 'pause', 'Helper');
  assert.match(await refused('get_context'), /paused/);
  cli('agent', 'resume', 'Helper');
  await call('get_context');
  cli('agent', 'revoke', 'Helper');
  assert.match(await refused('list_calendars'), /revoked/);
});

test('a flood is stopped by the caps', async (t) => {
  const { calendars, cli, helper } = makeWorld(t);
  cli('agent', 'caps', 'Helper', '--pending', '3', '--per-hour', '5');
  const { client } = await connect(t, helper);
  const propose = (minute) =>
    client.callTool({
      name: 'propose_create',
      arguments: { calendar_id: calendars.full, title: `Flood ${minute}`, start: `${day(5)}T09:${minute}`, end: `${day(5)}T10:00`, time_zone: zone, notify: 'none', reason: 'r' },
    });
  const answers = await Promise.all(['10', '11', '12', '13', '14', '15', '16', '17'].map(propose));
  assert.equal(answers.filter((answer) => !answer.isError).length, 3);
  for (const answer of answers.filter((one) => one.isError)) assert.match(answer.content[0].text, /wait/i);
});

test('who is not let in is told on standard error, and nothing goes to standard output', (t) => {
  const { addAgent, cli, fails } = makeData(t);
  const { env } = addAgent('Helper');
  const token = { KALENDS_AGENT_TOKEN: env.KALENDS_AGENT_TOKEN };
  addAgent('Paused');
  cli('agent', 'pause', 'Paused');
  const table = [
    [['mcp', '--agent', 'Helper'], {}, /KALENDS_AGENT_TOKEN is not set/],
    [['mcp', '--agent', 'Helper'], { KALENDS_AGENT_TOKEN: 'kal_wrong' }, /no agent of this name with this token/],
    [['mcp', '--agent', 'Stranger'], token, /no agent of this name with this token/],
    [['mcp', '--agent', 'Paused'], token, /no agent of this name with this token/],
  ];
  for (const [args, more, words] of table) {
    const { status, stdout, stderr } = fails(args, more);
    assert.deepEqual([status, stdout], [1, ''], stderr);
    assert.match(stderr, words);
    assert.ok(!stderr.includes(env.KALENDS_AGENT_TOKEN), 'a token is never repeated');
  }
  cli('agent', 'pause', 'Helper');
  assert.match(fails(['mcp', '--agent', 'Helper'], token).stderr, /paused/);
  cli('agent', 'revoke', 'Helper');
  assert.match(fails(['mcp', '--agent', 'Helper'], token).stderr, /revoked/);
  assert.equal(fails(['mcp']).status, 2);
});

test('neither tokens nor what calendars say go into the log', async (t) => {
  const { helper } = makeWorld(t);
  const loud = { ...helper, env: { ...helper.env, KALENDS_LOG: 'trace' } };
  const { call, refused, stderr } = await connect(t, loud);
  await refused('get_event', { event_id: nobody });
  await call('list_events', { start: day(0), end: day(7), time_zone: zone });
  await call('search_events', { query: 'planning' });
  assert.match(stderr(), / kalends_mcp/, 'there is a log');
  assert.doesNotMatch(stderr(), / (rmcp|sqlx|html5ever)/, 'of our own lines alone');
  assert.ok(!stderr().includes(helper.env.KALENDS_AGENT_TOKEN));
  for (const word of ['Planning', 'Bring the numbers', 'Dentist']) assert.ok(!stderr().includes(word), word);
});
