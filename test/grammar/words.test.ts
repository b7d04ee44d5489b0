/** The grammar knows the words of the language: a word that is added there is missed here. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { callableNames } from '../../server/src/engine/ops.ts';
import { optimizers } from '../../server/src/engine/optimize.ts';
import { keywords } from '../../server/src/language/scan.ts';
import { scopeAt } from './fixture.ts';

test.each(keywords)('%s is a keyword', (word) => {
  expect(scopeAt(word, 0)).toBe(`keyword.control.${word}.bp`);
});

test.each(callableNames())('%s( is an operator', (name) => {
  expect(scopeAt(`${name}(x)`, 0)).toBe('support.function.bp');
});

test('no other name is an operator', () => {
  const grammar = readFileSync(new URL('../../syntaxes/bp.tmLanguage.json', import.meta.url), 'utf8');
  const { match } = JSON.parse(grammar).repository['operator-function'];
  expect(/\(\?:(.*?)\)/.exec(match)![1].split('|')).toEqual([...callableNames()].sort());
});

test.each(optimizers.map(({ name }) => name))('train %s is an optimizer', (name) => {
  expect(scopeAt(`train ${name}`, 'train '.length)).toBe('support.function.bp');
});
