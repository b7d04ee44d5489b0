/** Problem pages: each broken example has its problem, and its corrected form has none. */

import { expect, test } from 'vitest';
import { problemsIn } from '../scripts/docs/problems.ts';
import { checkpointProblems } from '../server/src/language/problems/data.ts';
import { problemTable } from '../server/src/language/problems/problems.ts';
import type { Example } from '../server/src/language/problems/row.ts';

const examples = Object.entries(problemTable).flatMap(([code, { documentation }]): [string, Example][] =>
  'advice' in documentation ? [] : [[code, documentation]],
);

test('only problems that need large or special files have no example', () => {
  const without = Object.keys(problemTable).filter((code) => !examples.some(([name]) => name === code));
  const isSpecial = (code: string) => /^too-|^gradient-|^evaluation-failed$/.test(code) || code in checkpointProblems;
  expect(without.filter((code) => !isSpecial(code))).toEqual([]);
});

test.each(examples)('the broken example of %s reports it', async (code, { broken, files }) => {
  expect((await problemsIn(broken, files)).map((problem) => problem.code)).toContain(code);
});

test.each(examples)('the corrected example of %s has no problems', async (_, { fixed, files }) => {
  expect((await problemsIn(fixed, files)).map(({ message }) => message)).toEqual([]);
});
