/** Distributions: their numbers against the exact distribution functions of PyTorch, seeds, shapes, and undefined parameters. */

import { beforeAll, describe, expect, test } from 'vitest';
import {
  bernoulli,
  categorical,
  distributions,
  normal,
  uniform,
} from '../../../../server/src/engine/operators/draws/distributions.ts';
import { isPytorchRequired, runPython } from '../../../support/oracles/python.ts';
import { apply, refusal } from '../../../support/programs/applyOperator.ts';

type Tensor = Parameters<typeof apply>[1][number];

const scalar = (value: number): Tensor => ({ shape: [], values: [value] });
const vector = (...values: readonly number[]): Tensor => ({ shape: [values.length], values });

const count = 20_000;

function draw(
  operator: (typeof distributions)[number],
  parameters: readonly Tensor[],
  { shape, seed = 1, step = 0 }: { readonly shape?: readonly number[]; readonly seed?: number; readonly step?: number },
) {
  return apply(operator, [...parameters, scalar(step)], { seed, ...(shape && { shape }) });
}

describe.runIf(isPytorchRequired)('numbers of a fixed seed follow the distribution of PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each([
    ['normal', normal, [scalar(1.5), scalar(2)], 'Normal(1.5, 2.0)'],
    ['uniform', uniform, [scalar(-1), scalar(3)], 'Uniform(-1.0, 3.0)'],
  ] as const)('%s: every quantile', async (_, operator, parameters, torchName) => {
    const { values } = draw(operator, parameters, { shape: [count] });
    // The largest distance of the empirical distribution function from the exact one (Kolmogorov and Smirnov).
    const printed = await runPython(`
import torch
x = torch.tensor(${JSON.stringify(values)}, dtype=torch.float64).sort().values
exact = torch.distributions.${torchName}.cdf(x)
n = len(x)
i = torch.arange(n, dtype=torch.float64)
print(max((exact - i / n).abs().max().item(), ((i + 1) / n - exact).abs().max().item()) * n ** 0.5)`);
    // The probability of a larger one is 1 %.
    expect(Number(printed)).toBeLessThan(1.63);
  });

  test('categorical: the share of each class', async () => {
    const logits = [0.5, -1, Number.NEGATIVE_INFINITY, 2];
    const { values } = draw(categorical, [vector(...logits)], { shape: [count] });
    const shares = logits.map((_, index) => values.filter((value) => value === index).length / count);
    const exact: readonly number[] = JSON.parse(
      await runPython(`
import torch
print(torch.distributions.Categorical(logits=torch.tensor([0.5, -1, -torch.inf, 2])).probs.tolist())`),
    );
    for (const [index, share] of shares.entries())
      expect(Math.abs(share - exact[index])).toBeLessThanOrEqual(
        3 * Math.sqrt((exact[index] * (1 - exact[index])) / count),
      );
  });
});

test('bernoulli draws 1 with its probability, and never or always at its ends', () => {
  const { values, shape } = draw(bernoulli, [vector(0, 0.3, 1)], { shape: [count, 3] });
  expect(shape).toEqual([count, 3]);
  const shares = [0, 1, 2].map((p) => values.filter((value, i) => i % 3 === p && value === 1).length / count);
  expect([shares[0], shares[2]]).toEqual([0, 1]);
  expect(Math.abs(shares[1] - 0.3)).toBeLessThan(3 * Math.sqrt((0.3 * 0.7) / count));
});

test('the numbers are the same on every platform', () => {
  const eps = draw(normal, [scalar(0), scalar(1)], { shape: [3] }).values;
  expect(eps).toEqual([-0.18111154015415368, 0.4257120186765044, -1.5144048255329023]);
  expect(draw(categorical, [vector(0, 1, 2)], { shape: [8] }).values).toEqual([2, 2, 2, 1, 2, 1, 2, 2]);
});

test.each(distributions.map((row) => [row.name, row] as const))(
  '%s has other numbers for another seed or draw',
  (_, row) => {
    const parameters =
      row.name === 'categorical' ? [vector(0, 1)] : row.vjp.slice(1).map((__, i) => scalar((i + 1) / 2));
    const all = [{}, { seed: 2 }, { step: 1 }, { step: -1 }].map((options) =>
      draw(row, parameters, { shape: [64], ...options }).values.join(' '),
    );
    expect(new Set(all).size).toBe(4);
    expect(draw(row, parameters, { shape: [64] }).values.join(' ')).toBe(all[0]);
  },
);

test('parameters give the shape, or broadcast to the lengths', () => {
  const column = { shape: [2, 1], values: [0, 10] };
  expect(draw(normal, [column, vector(0, 0, 0)], {}).values).toEqual([0, 0, 0, 10, 10, 10]);
  expect(draw(uniform, [vector(1, 2), vector(1, 2)], { shape: [2, 2] }).values).toEqual([1, 2, 1, 2]);
  const logits = { shape: [2, 2], values: [0, -1000, -1000, 0] };
  expect(draw(categorical, [logits], {})).toMatchObject({ shape: [2], values: [0, 1] });
  expect(draw(categorical, [logits], { shape: [2, 2] }).values).toEqual([0, 1, 0, 1]);
  expect(draw(normal, [scalar(0), scalar(1)], { shape: [0, 2] }).values).toEqual([]);
});

test.each([
  [normal, [scalar(0), scalar(-1)]],
  [uniform, [scalar(1), scalar(0)]],
  [bernoulli, [scalar(1.5)]],
  [bernoulli, [scalar(Number.NaN)]],
  [categorical, [vector(Number.NaN, 0)]],
  [categorical, [{ shape: [0], values: [] }]],
] as const)('%o of impossible parameters is NaN', (operator, parameters) => {
  expect(draw(operator, parameters, {}).values).toEqual([Number.NaN]);
});

test.each([
  [normal, [[2], [3], []], {}, "normal: [2] and [3] don't broadcast: 2 ≠ 3 on the last axis"],
  [normal, [[2], [], []], { shape: [3] }, "normal: parameters of the shape [2] don't broadcast to [3]"],
  [normal, [[3, 2], [], []], { shape: [2] }, "normal: parameters of the shape [3, 2] don't broadcast to [2]"],
  [categorical, [[], []], {}, 'categorical: a scalar has no axis with an element for each class'],
] as const)('%o refuses the shapes %j with %j', (operator, shapes, attributes, mismatch) => {
  expect(refusal(operator, shapes, attributes)).toBe(mismatch);
});
