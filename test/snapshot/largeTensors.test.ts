/** Large tensors: what a version shows of them is prepared in slices, and not computed again for a version with the same values. */

import { expect, test, vi } from 'vitest';
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import { runToCompletion } from '../../server/src/engine/runtime/slices.ts';
import { optimizers } from '../../server/src/engine/training/optimizers.ts';
import { statementAnnotationsOf } from '../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze, type Snapshot } from '../../server/src/snapshot/snapshot.ts';
import { updatesOf } from '../../server/src/snapshot/training/paramUpdates.ts';
import { withSummarizedValuesInSlices, withValues } from '../../server/src/snapshot/withValues.ts';

const text = `
param w[600, 500] ~ normal()
h = relu(w)
s = sigmoid(w * 500)
loss l = sum(h) + sum(s)
expect h ≈ h
`;

test('the numbers of a version are read in slices of bounded length', () => {
  const snapshot = analyze(text);
  const values = new Execution(snapshot.model.program).run();
  const slices = [...withSummarizedValuesInSlices(snapshot, values)].length;
  expect(slices).toBeGreaterThan(snapshot.model.program.elementCount / (1 << 17));
});

test('a version with the same values reads none of them again', () => {
  const first = analyze(text);
  const values = new Execution(first.model.program).run();
  const evaluated = runToCompletion(withSummarizedValuesInSlices(first, values));
  expect(evaluated.problems.map(({ code }) => code)).toEqual(['saturated']);
  const shown = shownOf(evaluated);

  const second = analyze(`${text}# note`, 2, first.context, first);
  expect(second.model.program.isIdenticalTo(first.model.program)).toBe(true);
  const subarray = vi.spyOn(values.data, 'subarray');
  const step = vi.spyOn(optimizers[0], 'step');
  const reused = runToCompletion(withSummarizedValuesInSlices(second, values));
  expect(shownOf(reused)).toEqual(shown);
  expect(withValues(second, values).problems).toEqual(reused.problems);
  expect(step).not.toHaveBeenCalled();
  expect(subarray.mock.calls.filter(([start, end]) => end! - start! > 1)).toEqual([]);
  vi.restoreAllMocks();
});

test('an update in slices equals that of the whole param', () => {
  const snapshot = analyze('param w[300000] ~ normal()\nloss l = sum(w ^ 2)\ntrain adam(lr = 0.1)');
  const evaluated = withValues(snapshot, new Execution(snapshot.model.program).run());
  const [{ from, to }] = updatesOf(evaluated).values();
  const [, adam] = optimizers;
  const expected = from.slice();
  const settings = Object.fromEntries(adam.hyperparameters.map(({ name, default: value }) => [name, value]));
  adam.step(
    expected,
    from.map((x) => 2 * x),
    adam.createState(from.length),
    { ...settings, lr: 0.1 },
  );
  expect(to).toEqual(expected);
});

function shownOf(snapshot: Snapshot) {
  return statementAnnotationsOf(snapshot).list.map((annotation) =>
    annotation.kind === 'value' ? [annotation.value, annotation.gradient, annotation.update] : annotation.holds,
  );
}
