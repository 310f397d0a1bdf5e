import { describe, expect, test } from 'vitest';
import { isAddress, parseAddresses } from '../../src/lib/pane/editor/guests';

describe('addresses as they are typed and pasted', () => {
  test.each([
    ['ana@northwind.example', ['ana@northwind.example'], []],
    ['  ana@northwind.example ,', ['ana@northwind.example'], []],
    [
      'ana@a.example, jonas@b.example;priya@c.example',
      ['ana@a.example', 'jonas@b.example', 'priya@c.example'],
      [],
    ],
    ['ana@a.example jonas@b.example', ['ana@a.example', 'jonas@b.example'], []],
    ['ana@a.example\njonas@b.example\r\n', ['ana@a.example', 'jonas@b.example'], []],
    ['Ana Sousa <ana@a.example>', ['Ana Sousa|ana@a.example'], []],
    ['"Weber, Jonas" <jonas@b.example>, x@y.example', ['Weber, Jonas|jonas@b.example', 'x@y.example'], []],
    ['mailto:ana@a.example', ['ana@a.example'], []],
    ['<ana@a.example>', ['ana@a.example'], []],
    ['ana@a.example <ana@a.example>', ['ana@a.example'], []],
    ['ana@a.example, ANA@A.example', ['ana@a.example'], []],
    ['ana, jonas@b.example', ['jonas@b.example'], ['ana']],
    ['Ana Sousa', [], ['Ana Sousa']],
    ['ana@localhost', [], ['ana@localhost']],
    ['ana@-a.example', [], ['ana@-a.example']],
    ['ana@@a.example', [], ['ana@@a.example']],
    ['jörg@bücher.example', ['jörg@bücher.example'], []],
    ['', [], []],
    [' ,; \n', [], []],
  ])('%j', (text, good, bad) => {
    const found = parseAddresses(text);
    expect(found.good.map(({ name, email }) => (name ? `${name}|${email}` : email))).toEqual(good);
    expect(found.bad).toEqual(bad);
  });

  test('a very long line is read at once', () => {
    expect(isAddress(`${'a-'.repeat(50_000)}@x`)).toBe(false);
    expect(isAddress(`a@${'b-'.repeat(50_000)}`)).toBe(false);
  });
});
