import { expect, test } from 'vitest';
import { coalesced } from '../../src/lib/state/coalesced';

/** A reading that is answered by hand. */
function byHand() {
  const answers: { give(): void; fail(): void }[] = [];
  const read = coalesced(
    () => new Promise<void>((give, fail) => answers.push({ give, fail: () => fail(new Error('no answer')) })),
  );
  return { answers, read };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('a burst is two readings: the one under way, and one that has all that was asked since', async () => {
  const { answers, read } = byHand();
  const done: number[] = [];
  for (const n of [1, 2, 3]) void read().then(() => done.push(n));
  expect(answers).toHaveLength(1);
  answers[0]?.give();
  await settled();
  expect([answers.length, done]).toEqual([2, []]);
  answers[1]?.give();
  await settled();
  expect([answers.length, done]).toEqual([2, [1, 2, 3]]);
  void read();
  expect(answers).toHaveLength(3);
});

test.each([0, 1, 2, 3, 4, 5])(
  'whoever asks %i turns after an answer came has one that was read after',
  async (turns) => {
    const { answers, read } = byHand();
    void read();
    answers[0]?.give();
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    const later = read();
    await settled();
    expect(answers).toHaveLength(2);
    answers[1]?.give();
    await later;
  },
);

test('a failure is told when nothing better is under way', async () => {
  const { answers, read } = byHand();
  const alone = read();
  answers[0]?.fail();
  await expect(alone).rejects.toThrow('no answer');
  const [one, two] = [read(), read()];
  answers[1]?.fail();
  await settled();
  answers[2]?.give();
  await expect(Promise.all([one, two])).resolves.toHaveLength(2);
});
