/** Problems of limits and their fixes, by example. */

import { expect, test } from 'vitest';
import { limitProblems } from '../../../server/src/language/problems/limits.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';
import { evaluatedIfPossible } from '../../support/models/evaluated.ts';

testProblems(
  limitProblems,
  {
    'too-long-name': `
a = ${'b'.repeat(10_001)}
    ${'^'.repeat(10_001)} error too-long-name: this name is too long; a name has at most 10,000 characters`,
    'too-long-string': `
import "${'b'.repeat(9_999)}"
       ${'^'.repeat(10_001)} error too-long-string: this string is too long; a string has at most 10,000 characters`,
    'too-many-calls': `
fn f0(x) = x
${Array.from({ length: 201 }, (_, i) => `fn f${i + 1}(x) = f${i}(x)`).join('\n')}
a = f201(1)
    ^^^^^^^ error too-many-calls: in f2, line 3: too many nested calls: functions can call each other 200 levels deep`,
    'too-much-inlined': `
fn f0(x) = x
${Array.from({ length: 40 }, (_, i) => `fn f${i + 1}(x) = f${i}(x) + f${i}(x)`).join('\n')}
a = f40(1)
    ^^^^^^ error too-much-inlined: in f2, line 3: the function calls of this file expand to more than 1,000,000 expressions`,
    'too-many-backward-passes': `
param p = 1
fn f0(x) = ∂(x^2)/∂x
${Array.from({ length: 40 }, (_, i) => `fn f${i + 1}(x) = f${i}(x) + f${i}(x)`).join('\n')}
a = f40(p)
    ^^^^^^ error too-many-backward-passes: in f0, line 2: the backward passes of the gradients in this file go through more than 33,554,432 nodes
loss L = p`,
    'too-deep': `
a = ${'('.repeat(201)}1${')'.repeat(201)}
${' '.repeat(205)}^ error too-deep: too deeply nested: brackets, minus signs and powers can nest 200 levels deep
b = ${'-'.repeat(201)}1
${' '.repeat(205)}^ error too-deep: too deeply nested: brackets, minus signs and powers can nest 200 levels deep
c = ${'2^'.repeat(201)}1
${' '.repeat(406)}^ error too-deep: too deeply nested: brackets, minus signs and powers can nest 200 levels deep
d = ${'sum('.repeat(199)}[1]${')'.repeat(199)}`,
    'too-many-expressions': `
a = ${'1+'.repeat(500_000)}1
${' '.repeat(1_000_004)}^ error too-many-expressions: the file has more than 1,000,000 expressions; the rest of it is ignored
b = `,
    'too-many-nodes': `
param p = 1
a = ${'gelu(p) * '.repeat(110_000)}1
expect ∂a/∂p ≈ 0 within 1e300
expect ∂a/∂p ≈ 0 within 1e300
       ^^^^^ error too-many-nodes: this gradient needs another backward pass, which would take the model over the limit of 2,000,000 nodes`,
    'too-many-steps': `
for t in 1..1000000 {
         ^^^^^^^^^^ error too-many-steps: the steps of the blocks have more than 50,000 statements together
  a = t
}`,
    'too-many-elements': `
a = [${'1, '.repeat(6000)}]
b = [${'[1], '.repeat(6000)}]
c = a + b
    ^^^^^ error too-many-elements: the model needs 36,012,000 numbers for its values and gradients, more than the limit of 33,554,432`,
  },
  ['too-slow', 'evaluation-failed', 'too-many-imports', 'too-long-file', 'too-many-statements', 'too-much-imported'],
);

/** Samples whose products with each other are too many. */
const manySamples = `data x = [${'1, '.repeat(6000)}]
param w = 1
loss L = mean(reshape(x, [-1, 1]) * x * w)`;

test('mini-batches are suggested if there are samples', () => {
  const [{ code, message }] = evaluatedIfPossible(manySamples).problems;
  expect(code).toBe('too-many-elements');
  expect(message).toMatch(/; with mini-batches, as in batch = 32, it is evaluated on some of its samples$/);
});

testFixes(limitProblems, [
  ...[
    ['', '\ntrain sgd(batch = 32)'],
    ['\n', '\ntrain sgd(batch = 32)\n'],
    ['\ntrain adam', '\ntrain adam(batch = 32)'],
    ['\ntrain adam()', '\ntrain adam(batch = 32)'],
    ['\ntrain adam(lr = 0.1) for w', '\ntrain adam(lr = 0.1, batch = 32) for w'],
  ].map(
    ([train, fixed]) =>
      ['too-many-elements', `\n${manySamples}${train}\n--- Train with batch = 32\n${manySamples}${fixed}`] as const,
  ),
]);
