import { afterEach, expect, test } from 'vitest';
import { setLanguage, t, type Catalogue } from '../../src/lib/i18n';
import { en } from '../../src/lib/i18n/en';

afterEach(() => setLanguage('en', en));

test('parameters are filled in and plurals chosen', () => {
  expect(t('synced', { time: '14:19' })).toBe('Synced 14:19');
  expect(t('previewEvents', { n: 1 })).toBe('1 event');
  expect(t('previewEvents', { n: 0 })).toBe('0 events');
});

test('a language brings its own plural forms', () => {
  const polish: Catalogue = {
    ...en,
    previewEvents: { one: '{n} wydarzenie', few: '{n} wydarzenia', other: '{n} wydarzeń' },
  };
  setLanguage('pl', polish);
  expect([1, 3, 5].map((n) => t('previewEvents', { n }))).toEqual([
    '1 wydarzenie',
    '3 wydarzenia',
    '5 wydarzeń',
  ]);
});
