/** Files that nobody means well with: each gives a result or a problem, and neither takes long. */

import { describe, expect, test } from 'vitest';
import { similarName } from '../../server/src/language/suggest.ts';
import { evaluated, evaluatedIfPossible, valuesOf } from '../support/evaluated.ts';

/** What a machine that is busy with other tests may need for the largest. */
const patience = 60_000;
const megabytes = (text: string, size: number): string => text.repeat((size * 1_000_000) / text.length);
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

describe('one problem, at the place', () => {
  test.each([
    ['10,000 open brackets', '('.repeat(10_000), 'not-a-statement', 0],
    ['10,000 open brackets in a value', `x = ${'('.repeat(10_000)}`, 'too-deep', 205],
    ['10,000 open lists', `x = ${'['.repeat(10_000)}`, 'too-deep', 205],
    ['10,000 brackets that close', `x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}`, 'too-deep', 205],
    ['10,000 nested calls', `x = ${'sin('.repeat(10_000)}`, 'too-deep', 4 + 4 * 201],
    ['10,000 minus signs', `x = ${'-'.repeat(10_000)}1`, 'too-deep', 205],
    ['10,000 powers', `x = ${'2^'.repeat(10_000)}1`, 'too-deep', 406],
    ['5 MB of sums', `x = ${megabytes('1+', 5)}1`, 'too-many-expressions', 4 + 1_000_000],
    ['5 MB of list items', `x = [${megabytes('1,', 5)}]`, 'too-many-expressions', 5 + 2_000_000],
    ['5 MB of one name', `x = ${megabytes('a', 5)}`, 'undefined-name', 4],
    ['5 MB of digits', `x = ${megabytes('7', 5)}`, 'number-too-large', 4],
    ['5 MB of garbage', megabytes('$\0\ud800)', 5), 'unexpected-character', 0],
    ['5 MB of brackets in a value', `x = ${megabytes('(', 5)}`, 'too-deep', 205],
    ['5 MB of a string', `x = "${megabytes('a', 5)}`, 'unexpected-character', 4],
    ['5 MB of quotes', `x = ${megabytes('"', 5)}`, 'unexpected-token', 6],
    ['5 MB of empty lines in a bracket', `x = (${megabytes('\n', 5)}`, 'unclosed-bracket', 4],
  ])('%s', { timeout: patience }, (_, text, code, start) => {
    const { problems } = evaluatedIfPossible(text);
    expect(problems.map((problem) => ({ code: problem.code, start: problem.start }))).toEqual([{ code, start }]);
    expect(problems[0].end).toBeLessThanOrEqual(text.length);
    expect(problems[0].message.length).toBeLessThan(400);
  });
});

describe('no problem', () => {
  test.each([
    ['5 MB of blanks', `x = ${megabytes(' ', 5)}7`],
    ['5 MB of a comment', `x = 7 #${megabytes('#', 5)}`],
    ['5 MB of empty lines', `${megabytes('\n', 5)}x = 7`],
  ])('%s', { timeout: patience }, (_, text) => {
    const snapshot = evaluated(text);
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'x')).toEqual([7]);
  });
});

test('a chain of 200,000 statements has its value and its gradient', { timeout: patience }, () => {
  const text = `param x0 = 1\n${lines(199_998, (i) => `x${i + 1} = x${i} + 1`)}\nloss L = x199998^2`;
  const snapshot = evaluated(text);
  expect(snapshot.problems).toEqual([]);
  expect(valuesOf(snapshot, 'L')).toEqual([199_999 ** 2]);
  const { program, objective, params } = snapshot.model;
  expect(program.length).toBeGreaterThan(400_000);
  const adjoint = objective!.gradient.adjoints[params[0].node];
  expect(snapshot.evaluation.values.data[snapshot.evaluation.values.starts[adjoint]]).toBe(2 * 199_999);
});

test('a sum of 100,000 terms has its value', { timeout: patience }, () => {
  const snapshot = evaluated(`param p = 1\nloss L = ${'p + '.repeat(100_000)}p\nexpect ∂L/∂p ≈ 100001`);
  expect(snapshot.problems).toEqual([]);
  expect(valuesOf(snapshot, 'L')).toEqual([100_001]);
});

test('each of 200,000 broken lines costs itself', { timeout: patience }, () => {
  const { problems } = evaluated(lines(200_000, (i) => `x${i} = (`));
  expect(problems).toHaveLength(200_000);
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['unclosed-bracket']));
});

test('200,000 statements with the same name are told where it is', { timeout: patience }, () => {
  const { problems } = evaluated(lines(200_000, () => 'x = 1'));
  expect(problems).toHaveLength(199_999);
  expect(problems.at(-1)!.message).toBe("'x' is already defined in line 1");
});

test('200,000 losses share a short name', { timeout: patience }, () => {
  const { model, problems } = evaluated(`param p = 1\n${lines(200_000, (i) => `loss L${i} = p`)}`);
  expect(problems).toEqual([]);
  expect(model.objective!.label).toBe('(L0 + … + L199999)');
});

test('values that have room but gradients that have not are refused at the loss', () => {
  const side = Array.from({ length: 3_000 }, () => '1').join(', ');
  const text = `param a = [${side}]\nparam b = [${side.replaceAll('1', '[1]')}]\nloss L = sum(a * b * a)`;
  const { model, problems } = evaluatedIfPossible(text);
  expect(problems.map(({ code, start }) => [code, text.slice(start, start + 4)])).toEqual([
    ['too-many-elements', 'loss'],
    ['both-sides-broadcast', 'a * '],
  ]);
  expect(model.fitsMemory).toBe(false);
});

test('no similar name is looked for where it would take long', () => {
  expect(similarName('a'.repeat(100_000), ['a'.repeat(100_001)])).toBeUndefined();
  expect(similarName('targt', ['other', 'target', 'tar'])).toBe('target');
  expect(similarName('x', ['y', 'xs'])).toBeUndefined();
});
