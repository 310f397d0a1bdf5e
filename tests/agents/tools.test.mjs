// Every tool, called by the official client, answers what its schema promises.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from './support/client.mjs';
import { day, makeWorld } from './support/data.mjs';

const zone = 'Europe/Berlin';

test('the server says who it is and what an agent cannot do', async (t) => {
  const { helper } = makeWorld(t);
  const { client, tools } = await connect(t, helper);
  assert.equal(client.getServerVersion().name, 'kalends');
  assert.match(client.getInstructions(), /cannot approve/);
  assert.match(client.getInstructions(), /never follow instructions/);
  assert.equal(tools.length, 15);
  assert.ok(tools.every(({ name }) => !/approve|accept_|decide|reject/.test(name)));
  for (const tool of tools) {
    assert.equal(tool.annotations.destructiveHint, false, tool.name);
    assert.equal(tool.annotations.openWorldHint, false, tool.name);
    const proposes = /^propose_|^withdraw_/.test(tool.name);
    assert.equal(tool.annotations.readOnlyHint, !proposes, tool.name);
  }
});

test('reading: each calendar as far as it was allowed', async (t) => {
  const { calendars, helper, events } = makeWorld(t);
  const { call, refused } = await connect(t, helper);
  const context = await call('get_context');
  assert.equal(context.time_zone, zone);
  assert.equal(context.agent, 'Helper');

  const listed = await call('list_calendars');
  const sights = Object.fromEntries(listed.calendars.map((one) => [one.calendar_id, one.sight]));
  assert.equal(sights[calendars.full], 'full');
  assert.equal(sights[calendars.titles], 'titles');
  assert.equal(sights[calendars.busy], 'busy');
  assert.equal(sights[calendars.hidden], undefined);

  const window = { start: day(0), end: day(7), time_zone: zone };
  const all = await call('list_events', window);
  const seen = JSON.stringify(all);
  for (const word of ['Therapy', 'Surprise', 'Elm Street', calendars.hidden, events.hidden, events.busy])
    assert.ok(!seen.includes(word), word);
  assert.equal(all.events.length, 3 + 5);
  const planning = all.events.find((one) => one.title === 'Planning');
  assert.equal(planning.location, 'Room 4');
  assert.match(planning.base_version, /^[0-9a-f]{16}$/);
  const busy = all.events.find((one) => one.sight === 'busy');
  assert.equal(busy.event_id, undefined);

  const one = await call('get_event', { event_id: planning.event_id, time_zone: 'America/New_York' });
  assert.equal(one.event.description, 'Bring the numbers.');
  assert.ok(one.untrusted_fields.includes('description'));
  const dentist = all.events.find((event) => event.title === 'Dentist');
  const titled = await call('get_event', { event_id: dentist.event_id });
  assert.equal(titled.event.location, undefined);

  const found = await call('search_events', { query: 'planning' });
  assert.equal(found.hits[0].event.title, 'Planning');
  assert.deepEqual((await call('search_events', { query: 'surprise' })).hits, []);
  assert.deepEqual((await call('search_events', { query: 'elm' })).hits, []);

  // A hidden event answers like one that never was.
  const hidden = await refused('get_event', { event_id: events.hidden });
  const never = await refused('get_event', { event_id: '00000000-0000-7000-8000-000000000000' });
  assert.equal(hidden.replace(events.hidden, 'ID'), never.replace('00000000-0000-7000-8000-000000000000', 'ID'));
});

test('changes since a cursor', async (t) => {
  const { addEvent, calendars, helper } = makeWorld(t);
  const { call, refused } = await connect(t, helper);
  const first = await call('list_changes');
  assert.deepEqual([first.changes.length, first.reset], [0, true]);
  addEvent(calendars.full, 'Brand new', `${day(2)}T12:00`, `${day(2)}T13:00`);
  addEvent(calendars.hidden, 'Not for you', `${day(2)}T12:00`, `${day(2)}T13:00`);
  const next = await call('list_changes', { cursor: first.cursor });
  assert.deepEqual(next.changes.map((one) => one.title), ['Brand new']);
  assert.match(await refused('list_changes', { cursor: 'made up' }), /cursor/i);
});

test('free time: busy, free, and slots', async (t) => {
  const { helper } = makeWorld(t);
  const { call } = await connect(t, helper);
  const window = { start: `${day(0)}T08:00`, end: `${day(0)}T18:00`, time_zone: zone };
  const { spans, unknown } = await call('free_busy', window);
  assert.deepEqual(unknown, []);
  // 9-10, 11-12, 13-14; what is hidden does not count.
  assert.equal(spans.filter((span) => span.state === 'busy').length, 3);
  for (let next = 1; next < spans.length; next += 1) assert.equal(spans[next - 1].end, spans[next].start);
  const { slots } = await call('find_free_slots', { ...window, duration: 'PT90M', working_hours: [], limit: 5 });
  assert.ok(slots.length >= 1);
  assert.ok(slots.every((slot) => Date.parse(slot.end) - Date.parse(slot.start) >= 90 * 60_000));
});

test('proposing: nothing changes until the user decides', async (t) => {
  const { calendars, cli, helper } = makeWorld(t);
  const { call } = await connect(t, helper);
  const before = cli('agenda', '--from', day(0), '--to', day(9)).occurrences.length;
  const create = {
    calendar_id: calendars.full, title: 'Lunch', start: `${day(0)}T09:30`, end: `${day(0)}T10:30`, time_zone: zone,
    notify: 'none', reason: 'You asked for it.', client_ref: 'lunch-1',
  };
  const made = await call('propose_create', create);
  assert.equal(made.proposal.state, 'pending');
  assert.equal(made.proposal.times.start.time_zone, zone);
  assert.equal(made.proposal.conflicts.length, 1);
  assert.equal(made.proposal.conflicts[0].title, 'Planning');
  assert.match(made.next, /user decides/);
  // The same name again is the same proposal.
  assert.equal((await call('propose_create', create)).proposal.id, made.proposal.id);

  const { events } = await call('list_events', { start: day(0), end: day(9), time_zone: zone });
  const planning = events.find((one) => one.title === 'Planning');
  const standup = events.filter((one) => one.title === 'Standup')[2];
  const about = { event_id: planning.event_id, base_version: planning.base_version, notify: 'none', reason: 'Because.' };
  const moved = await call('propose_update', { ...about, scope: 'this', patch: { start: `${day(0)}T17:00`, time_zone: zone } });
  const times = moved.proposal.times;
  assert.equal(Date.parse(times.end.utc) - Date.parse(times.start.utc), 3_600_000, 'the length stays');
  assert.ok(moved.proposal.diff.length >= 1);
  const gone = await call('propose_delete', {
    event_id: standup.event_id, base_version: standup.base_version, scope: 'this_and_following', notify: 'none', reason: 'Because.',
  });
  assert.equal(gone.proposal.occurrences_affected, 3);
  assert.ok(gone.proposal.warnings.includes('delete'));
  const batch = await call('propose_batch', {
    proposals: [
      { action: 'update', ...about, scope: 'this', patch: { title: 'Planning, part 1' } },
      { action: 'create', ...create, title: 'Planning, part 2', client_ref: 'part-2' },
    ],
  });
  assert.equal(batch.proposals.length, 2);
  assert.ok(batch.proposals.every((one) => one.batch_id === batch.batch_id));

  const since = await call('proposal_status', { since: '2026-01-01T00:00:00Z' });
  assert.equal(since.proposals.length, 5);
  const back = await call('withdraw_proposal', { id: moved.proposal.id });
  assert.equal(back.proposal.state, 'withdrawn');
  assert.equal((await call('proposal_status', { id: moved.proposal.id })).proposals[0].state, 'withdrawn');
  assert.equal(cli('agenda', '--from', day(0), '--to', day(9)).occurrences.length, before);
});

test('local times that do not exist, or come twice, are answered with what was taken', async (t) => {
  const { helper } = makeWorld(t);
  const { call } = await connect(t, helper);
  const gap = await call('list_events', { start: '2027-03-28T02:30', end: '2027-03-29', time_zone: zone });
  assert.equal(gap.window.start, '2027-03-28T01:30:00Z');
  assert.match(gap.time_notes[0], /does not exist/);
  const fold = await call('list_events', { start: '2027-10-31T02:30', end: '2027-11-01', time_zone: zone });
  assert.equal(fold.window.start, '2027-10-31T00:30:00Z');
  assert.match(fold.time_notes[0], /comes twice/);
});

test('resources: the calendars, proposals, and what changes', async (t) => {
  const { calendars, cli, helper } = makeWorld(t);
  const { client, call } = await connect(t, helper);
  const { ResourceUpdatedNotificationSchema, ResourceListChangedNotificationSchema } = await import('@modelcontextprotocol/sdk/types.js');
  const told = [];
  let listed = 0;
  let wake = () => {};
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => { told.push(params.uri); wake(); });
  client.setNotificationHandler(ResourceListChangedNotificationSchema, () => { listed += 1; wake(); });
  const until = async (is) => { while (!is()) await new Promise((done) => { wake = done; }); };

  const read = await client.readResource({ uri: 'calendar://calendars' });
  assert.equal(JSON.parse(read.contents[0].text).calendars.length, 3);
  const { resourceTemplates } = await client.listResourceTemplates();
  assert.equal(resourceTemplates[0].uriTemplate, 'calendar://proposals/{id}');
  await assert.rejects(client.readResource({ uri: 'calendar://proposals/00000000-0000-7000-8000-000000000000' }), /no resource/);
  await assert.rejects(client.readResource({ uri: 'file:///etc/passwd' }), /no resource/);

  const { proposal } = await call('propose_create', {
    calendar_id: calendars.full, title: 'Tea', start: `${day(3)}T09:30`, end: `${day(3)}T10:30`, time_zone: zone, notify: 'none', reason: 'Tea.',
  });
  await until(() => listed > 0);
  const uri = `calendar://proposals/${proposal.id}`;
  const { resources } = await client.listResources();
  assert.ok(resources.some((one) => one.uri === uri));
  await client.subscribeResource({ uri });
  // Decided in another process, told to this one.
  cli('proposals', 'reject', proposal.id, '--note', 'No tea.');
  await until(() => told.includes(uri));
  const after = JSON.parse((await client.readResource({ uri })).contents[0].text);
  assert.equal(after.proposal.state, 'rejected');
  assert.equal(after.proposal.note, 'No tea.');
});
