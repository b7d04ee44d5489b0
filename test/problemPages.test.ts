/** The pages of problems: each example has its problem, and put right it has none. */

import { expect, test } from 'vitest';
import { type Example, problemExamples } from '../scripts/docs/problemExamples.ts';
import { problemsIn } from '../scripts/docs/problems.ts';

const examples = Object.entries(problemExamples).filter(
  (entry): entry is [string, Example] => typeof entry[1] !== 'string',
);

test('only what no small file can have is without an example', () => {
  const without = Object.keys(problemExamples).filter((code) => !examples.some(([name]) => name === code));
  expect(without.filter((code) => !/^too-|^checkpoint-|^gradient-|^engine-lost$/.test(code))).toEqual([]);
});

test.each(examples)('the example of %s has it', async (code, { broken: wrong, files }) => {
  expect((await problemsIn(wrong, files)).map((problem) => problem.code)).toContain(code);
});

test.each(examples)('what puts %s right has no problem', async (_, { fixed: right, files }) => {
  expect((await problemsIn(right, files)).map(({ message }) => message)).toEqual([]);
});
