import { expect, test } from 'vitest';
import { problemText, sentence } from '../../src/lib/state/sentences';

test.each([
  [
    'could not fetch the calendar link: this computer is offline',
    'Could not fetch the calendar link: this computer is offline.',
  ],
  ['There is no calendar at this address (404).', 'There is no calendar at this address (404).'],
  ['offline', 'Offline.'],
  ['école fermée', 'École fermée.'],
  ['school.example did not answer', 'school.example did not answer.'],
  ['iCal is not what this is', 'iCal is not what this is.'],
  ['https://x.example is gone', 'https://x.example is gone.'],
  ['really?', 'really?'],
  ['  ', ''],
])('%j reads %j', (text, expected) => expect(sentence(text)).toBe(expected));

test.each([
  ['no keychain answers', 'Start one.', 'No keychain answers. Start one.'],
  ['no keychain answers', '', 'No keychain answers.'],
  [
    'set aside; start again to begin anew',
    'Start again to begin anew.',
    'Set aside; start again to begin anew.',
  ],
])('%j with the remedy %j reads %j', (message, remedy, expected) =>
  expect(problemText({ kind: 'x', message, remedy })).toBe(expected),
);
