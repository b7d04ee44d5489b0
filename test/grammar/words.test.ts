/** The grammar knows every word of the language. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileFunctions } from '../../server/src/data/formats/table.ts';
import { distributions } from '../../server/src/engine/operators/draws/distributions.ts';
import { callableNames } from '../../server/src/engine/operators/table.ts';
import { initializers } from '../../server/src/engine/training/initializers.ts';
import { optimizers } from '../../server/src/engine/training/optimizers.ts';
import { nn } from '../../server/src/language/library/built.ts';
import { parse } from '../../server/src/language/syntax/parser/parse.ts';
import { keywords } from '../../server/src/language/syntax/scanner.ts';
import { scopeAt } from './fixture.ts';

test.each(keywords)('%s is a keyword', (word) => {
  expect(scopeAt(word, 0)).toBe(`keyword.control.${word}.bp`);
});

test.each(callableNames())('%s( is an operator', (name) => {
  expect(scopeAt(`${name}(x)`, 0)).toBe('support.function.bp');
});

test('no other name is an operator', () => {
  expect(namesIn('operator-function', /\(\?:(.*?)\)/)).toEqual([...callableNames()].sort());
});

test.each(initializers.map(({ name }) => name))('~ %s is an initializer, with and without arguments', (name) => {
  for (const text of [`param x ~ ${name}`, `param x[2] ~${name}(1)`]) {
    expect(scopeAt(text, text.indexOf('~'))).toBe('keyword.operator.distribution.bp');
    expect(scopeAt(text, text.indexOf(name))).toBe('support.function.bp');
  }
});

test.each(distributions.map(({ name }) => name))('~ %s is a distribution, after the name of a node', (name) => {
  for (const text of [`x ~ ${name}`, `x[n, 2] ~ ${name}(1)`]) {
    expect(scopeAt(text, 0)).toBe('variable.other.definition.bp');
    expect(scopeAt(text, text.indexOf('~'))).toBe('keyword.operator.distribution.bp');
    expect(scopeAt(text, text.indexOf(name))).toBe('support.function.bp');
  }
});

test('no other name is an initializer or a distribution', () => {
  const names = new Set([...initializers, ...distributions].map(({ name }) => name));
  expect(namesIn('initializer', /\(([a-z|]+)\)/)).toEqual([...names].sort());
  expect(scopeAt('param x ~ nor', 10)).toBe('source.bp');
  expect(scopeAt('param x ~ nor(1)', 10)).toBe('entity.name.function.bp');
});

test('library functions and those that read files are highlighted like operators', () => {
  const names = parse(nn).tree.statements.flatMap((statement) => (statement.kind === 'fn' ? statement.name.name : []));
  const builtIn = [...names, ...fileFunctions.map(({ name }) => name)];
  expect(namesIn('library-function', /\(\?:(.*?)\)/)).toEqual(builtIn.sort());
  for (const name of builtIn) expect(scopeAt(`${name}(x)`, 0)).toBe('support.function.bp');
});

test.each(optimizers.map(({ name }) => name))('train %s is an optimizer', (name) => {
  expect(scopeAt(`train ${name}`, 'train '.length)).toBe('support.function.bp');
});

/** The names that a rule of the grammar lists, in its order. */
function namesIn(rule: string, list: RegExp): readonly string[] {
  const grammar = readFileSync(new URL('../../syntaxes/bp.tmLanguage.json', import.meta.url), 'utf8');
  const { match } = JSON.parse(grammar).repository[rule];
  return list.exec(match)![1].split('|');
}
