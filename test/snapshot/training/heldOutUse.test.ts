/** Statistics that held-out samples change: named in the hover, and a problem where training depends on them. */

import { describe, expect, test } from 'vitest';
import { splitSamples } from '../../../server/src/engine/training/batches.ts';
import { isRefusal } from '../../../server/src/language/problems/refusal.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { heldOutUses } from '../../../server/src/snapshot/training/heldOutUse.ts';
import { createTrainingJob } from '../../../server/src/training/createTrainingJob.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';
import { runSteps } from '../../support/training/trainingJobs.ts';

const X = [
  [1, 2, -1],
  [2, 1, 0.5],
  [3, 5, 2],
  [10, 2, -3],
  [4, -1, 1],
  [0, 6, 7],
  [-2, 3, 5],
];
const { heldOut } = splitSamples(7, { seed: 0, holdout: 0.3 });
const changed = X.map((row, i) => (heldOut.includes(i) ? row.map((value) => value + 50) : row));

const model = (rows: readonly (readonly number[])[], statements: string): string => `data X = ${JSON.stringify(rows)}
${statements}
param w = [1, 1, 1]
h = X @ w
loss L = mean((h - k)^2)
train sgd(lr = 0.001, holdout = 0.3)`;

/** The params after a step. */
function stepped(text: string): readonly Float64Array[] {
  const job = createTrainingJob(evaluated(text));
  if (isRefusal(job)) throw new Error(job.refusal);
  return runSteps({ ...job, steps: 1 }).params;
}

describe('a statistic', () => {
  test.each([
    'mean(reshape(X, [3, 7]))',
    'mean(X[::-1])',
    'sum([[1, 2, 3, 4, 5, 6, 7]] @ X)',
    'mean(eye(7) @ X, axis = 0)[1]',
    'sum(eye(7) @ X) - mean(X)',
    'mean(X - mean(X[::-1], axis = 0))',
    'spread(X)',
    'mean(X)',
    'sum(X) / size(X, 0)',
    'mean(std(X, axis = 0))',
    'mean(X.T)',
    'sum(X * [[1], [2], [3], [4], [5], [6], [7]])',
    'mean(reshape(X, [21]))',
    'mean(reshape(X, [3 * size(X, 0)]))',
    'max(X)',
    'mean((X - mean(X, axis = 0)) / std(X, axis = 0))',
    'sum(X.T @ X)',
    'size(X, 0)',
    '3',
  ])('is named if held-out samples change it, and so the step: %s', (source) => {
    const statements = `fn spread(x) = max(reshape(x, [3, 7]))\nconst k = ${source}`;
    const [before, after] = [X, changed].map((rows) => model(rows, statements));
    const isChanged = valuesOf(evaluated(before), 'k')![0] !== valuesOf(evaluated(after), 'k')![0];
    const { names, model: lowered, tree } = evaluated(before);
    const named = heldOutUses({ model: lowered, tree }).get(names.definitions.get('k')!.id);
    const codes = evaluated(before).problems.map(({ code }) => code);
    expect([source, named !== undefined]).toEqual([source, isChanged]);
    expect(stepped(before)[0].every((value, i) => value === stepped(after)[0][i])).toBe(!isChanged);
    expect(codes).toEqual(isChanged ? ['held-out-in-training'] : []);
  });
});

const codesOf = (statements: string, k = '0') =>
  evaluated(model(X, statements).replace('- k)', `- ${k})`)).problems.map(({ code, start }) => [
    code,
    model(X, statements).replace('- k)', `- ${k})`).slice(0, start).split('\n').length,
  ]);

test('is a problem only where the loss depends on it', () => {
  expect(codesOf('const m = mean(X[::-1])')).toEqual([]);
  expect(codesOf('const m = mean(X[::-1])', 'm')).toEqual([['held-out-in-training', 2]]);
  expect(codesOf('const m = mean(X[::-1])\nconst n = 2 * m', 'n')).toEqual([['held-out-in-training', 2]]);
  expect(codesOf('const m = mean(X[::-1])\ndata Z = X / m', 'sum(Z, axis = 1)')).toEqual([['held-out-in-training', 2]]);
  expect(codesOf('param b = mean(X[::-1])', 'b')).toEqual([['held-out-in-training', 2]]);
});

test('does not concern transposed samples, samples picked by their index, and other tensors', () => {
  for (const source of ['X.T', 'X[0]', 'gather(X, arange(7))', 'argmax(X, axis = 0)', '[1, 2, 3]', 'eye(7) @ X']) {
    const { model: lowered, tree } = evaluated(model(X, `const m = ${source}\nconst k = 0`));
    expect([source, heldOutUses({ model: lowered, tree }).size]).toEqual([source, 0]);
  }
});

test('is named after edits elsewhere, and not without held-out samples', () => {
  const text = model(X, 'const k = mean(X[::-1])');
  const first = analyze(text);
  const next = analyze(`${text} # note`, 1, first.context, first);
  expect(heldOutUses(next).size).toBe(1);
  expect(heldOutUses(evaluated(text.replace('0.3', '0'))).size).toBe(0);
  expect(heldOutUses(evaluated(text.replace('0.3', '0.1'))).size).toBe(0);
});
