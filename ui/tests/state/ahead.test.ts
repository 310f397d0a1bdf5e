import { expect, test, vi } from 'vitest';
import { createAhead } from '../../src/lib/state/ahead';

const week = (first: number) => ({ first, count: 7 });

test('each span is asked for once, also while the answer is under way', async () => {
  const list = vi.fn(async () => []);
  const ahead = createAhead(list);
  await Promise.all([ahead.fetch(week(0)), ahead.fetch(week(0))]);
  await ahead.fetch(week(0));
  expect(list).toHaveBeenCalledExactlyOnceWith(0, 7);
  expect(ahead.ready(week(0))).toEqual([]);
  expect(ahead.ready(week(7))).toBeUndefined();
});

test('an answer that arrives after a drop is not kept', async () => {
  let answer: (list: []) => void = () => undefined;
  const ahead = createAhead(() => new Promise((resolve) => (answer = resolve)));
  const under = ahead.fetch(week(0));
  ahead.drop();
  answer([]);
  await under;
  expect(ahead.ready(week(0))).toBeUndefined();
});

test('a failed answer is asked for again', async () => {
  const list = vi.fn(() => Promise.reject<[]>(new Error('busy')));
  const ahead = createAhead(list);
  await expect(ahead.fetch(week(0))).rejects.toThrow('busy');
  await expect(ahead.fetch(week(0))).rejects.toThrow('busy');
  expect(list).toHaveBeenCalledTimes(2);
});

test('the oldest span is forgotten first', async () => {
  const ahead = createAhead(async () => []);
  for (let first = 0; first < 20; first++) await ahead.fetch(week(first));
  expect(ahead.ready(week(0))).toBeUndefined();
  expect(ahead.ready(week(19))).toEqual([]);
});
