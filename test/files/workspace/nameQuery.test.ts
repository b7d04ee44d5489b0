/** Queries for names, on names and on whole texts. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NameQuery } from '../../../server/src/files/workspace/nameQuery.ts';

test.each([
  ['', 'any', true],
  ['sld', 'Scaled', true],
  ['SLD', 'sold', true],
  ['sld', 'slo', false],
  ['θ', 'Θ_1', true],
  ['θ', 't', false],
  ['aa', 'a', false],
  ['k', '\u212a', true],
  ['i', 'İ', true],
])('the query %j and the name %j', (query, name, isMatch) => {
  const bytes = new TextEncoder().encode(`-${name}-`);
  expect(new NameQuery(query).matches(bytes, 1, bytes.length - 1)).toBe(isMatch);
  expect(new NameQuery(query).matchesName(name)).toBe(isMatch);
});

test.each([
  ['sld', 'a = 1\nscaled = 2', true],
  ['aab', 'aXa = b', false],
  ['aab', 'aXaaYb = 1', true],
  ['ab', 's = l\nd = a.b', false],
  ['sum', 'a = sum(x)\r\n# sum\r\nb = sum(y)', false],
  ['sum', 'a = sum(x)\r\n  param sum = 1', true],
  ['θ', 'nothing', true],
])('the query %j and the text %j', (query, text, mayMatch) => {
  expect(new NameQuery(query).mayMatchIn(text)).toBe(mayMatch);
});

const letters = (alphabet: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength });

const starts = fc.constantFrom('', 'x = 2\n', 'x = 2\r  ', 'x = 2\n\tconst\v');

test('a text may match exactly if it has a matching name, or other characters than ASCII', () => {
  fc.assert(
    fc.property(letters('abKi_1', 3), letters('aAbBkKiI_1λ\u212aİ', 8), starts, (queryText, name, before) => {
      const query = new NameQuery(queryText);
      const isMatch = query.matchesName(name);
      if (isMatch || /^\w+$/.test(name)) expect(query.mayMatchIn(`${before}${name} = 2`)).toBe(isMatch);
    }),
    { numRuns: 5_000, seed: 1 },
  );
});

test('no other character has a lower case with ASCII letters', () => {
  for (let code = 0x80; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    for (const letter of character.toLowerCase().match(/[a-z]/g) ?? [])
      expect(new NameQuery(letter).mayMatchIn(character), character).toBe(true);
  }
});

test('a word of a million letters takes linear time', () => {
  expect(new NameQuery('nnno').mayMatchIn('n'.repeat(1_000_000))).toBe(false);
});
