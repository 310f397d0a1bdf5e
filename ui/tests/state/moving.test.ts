import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { demo, demoMoment, type Demo } from '../../src/lib/ipc/demo';
import { startApp, type App } from '../../src/lib/state/app.svelte';
import { startSmall } from '../../src/lib/state/small.svelte';

let app: App;
let backend: Demo;

const now = () => Date.parse(demoMoment.now);
const AWAY = 'America/New_York';
const WHILE_MS = 2_000;

beforeEach(async () => {
  localStorage.clear();
  backend = demo();
  app = await startApp(backend, now);
  vi.useFakeTimers();
});
afterEach(() => {
  app.stop();
  vi.useRealTimers();
  document.body.replaceChildren();
});

test('in another zone the page begins anew, once for each telling', () => {
  backend.push.zoneChanged(AWAY);
  expect(backend.reloads).toBe(1);
  vi.advanceTimersByTime(10 * WHILE_MS);
  expect(backend.reloads).toBe(1);
});

test('the zone that the page is in changes nothing', () => {
  backend.push.zoneChanged(demoMoment.zone);
  vi.advanceTimersByTime(WHILE_MS);
  expect(backend.reloads).toBe(0);
});

test('an editor keeps its text: the page begins anew once it is closed and cannot be taken up', () => {
  app.edits.startNew(null, undefined, 'Lunch');
  backend.push.zoneChanged(AWAY);
  vi.advanceTimersByTime(60_000);
  expect(backend.reloads).toBe(0);
  expect(app.edits.draft?.editable.title).toBe('Lunch');
  app.edits.close();
  vi.advanceTimersByTime(WHILE_MS);
  expect(app.notices.toasts.map(({ undo }) => undo !== null)).toEqual([true]);
  expect(backend.reloads).toBe(0);
  app.notices.dismiss();
  vi.advanceTimersByTime(WHILE_MS);
  expect(backend.reloads).toBe(1);
});

test('quick creation and dialogs hold the page too', () => {
  app.quick.open(null);
  backend.push.zoneChanged(AWAY);
  expect(backend.reloads).toBe(0);
  app.panes.openDialog('add-link');
  app.quick.close();
  vi.advanceTimersByTime(WHILE_MS);
  expect(backend.reloads).toBe(0);
  app.panes.closeDialog();
  vi.advanceTimersByTime(WHILE_MS);
  expect(backend.reloads).toBe(1);
});

test('so does a field that is being written in', () => {
  const field = document.createElement('input');
  document.body.append(field);
  field.value = 'Berlin';
  field.focus();
  backend.push.zoneChanged(AWAY);
  vi.advanceTimersByTime(WHILE_MS);
  expect(backend.reloads).toBe(0);
  field.blur();
  vi.advanceTimersByTime(WHILE_MS);
  expect(backend.reloads).toBe(1);
});

test('who comes home before the editor is closed keeps the page', () => {
  app.edits.startNew(null);
  backend.push.zoneChanged(AWAY);
  backend.push.zoneChanged(demoMoment.zone);
  app.edits.close();
  app.notices.dismiss();
  vi.advanceTimersByTime(10 * WHILE_MS);
  expect(backend.reloads).toBe(0);
});

test('a small window waits for what it holds', async () => {
  const own = demo();
  let holds = true;
  const small = await startSmall(
    own,
    now,
    {},
    () => undefined,
    () => holds,
  );
  own.push.zoneChanged(AWAY);
  vi.advanceTimersByTime(WHILE_MS);
  expect(own.reloads).toBe(0);
  holds = false;
  vi.advanceTimersByTime(WHILE_MS);
  expect(own.reloads).toBe(1);
  small.stop();
});
