/** Dropout masks, which PyTorch draws differently; everything else is compared with PyTorch. */

import { describe, expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../../server/src/engine/ir/constant.ts';
import type { Attributes } from '../../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../../server/src/engine/ir/program.ts';
import { dropout } from '../../../../server/src/engine/operators/draws/dropout.ts';
import { multiply } from '../../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { leaf } from '../../../../server/src/engine/operators/identities.ts';
import { sum } from '../../../../server/src/engine/operators/reductions/reductions.ts';
import { isPytorchRequired, runPython } from '../../../support/oracles/python.ts';
import { apply, refusal } from '../../../support/programs/applyOperator.ts';
import { evaluate } from '../../../support/programs/evaluate.ts';

/** The scaled mask over a number of elements. */
function mask(count: number, attributes: Attributes, draw = 0): readonly number[] {
  const ones = { shape: [count], values: new Array<number>(count).fill(1) };
  return apply(dropout, [ones, { shape: [], values: [draw] }], attributes).values;
}

describe('a mask', () => {
  test.each([0.1, 0.5, 0.9])('drops a share of %d and preserves the mean', (rate) => {
    const count = 100_000;
    const values = mask(count, { rate });
    expect(new Set(values)).toEqual(new Set([0, 1 / (1 - rate)]));
    const dropped = values.filter((value) => value === 0).length / count;
    const deviation = Math.sqrt((rate * (1 - rate)) / count);
    expect(Math.abs(dropped - rate)).toBeLessThan(3 * deviation);
    const mean = values.reduce((total, value) => total + value, 0) / count;
    expect(Math.abs(mean - 1)).toBeLessThan((3 * deviation) / (1 - rate));
  });

  test('is the same for the same seed and draw, and different for others', () => {
    const base = mask(64, { rate: 0.5, seed: 1 }, 2);
    expect(mask(64, { rate: 0.5, seed: 1 }, 2)).toEqual(base);
    expect(mask(64, { seed: 1 }, 2)).toEqual(base);
    const others = [mask(64, { seed: 1 }, 3), mask(64, { seed: 2 }, 2), mask(64, {}, 2), mask(64, { seed: 12 }, 0)];
    expect(new Set([base, ...others].map((values) => values.join(' '))).size).toBe(5);
  });

  test('keeps everything at rate 0', () => {
    expect(mask(8, { rate: 0 })).toEqual(new Array(8).fill(1));
  });
});

describe('a gradient of dropout', () => {
  /** sum(dropout(x, draw)²), with its first gradient and its second, by the sum of the first. */
  function squared(draw: number): Record<'value' | 'first' | 'second', readonly number[]> {
    const program = new Program();
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    const x = program.add(leaf, [program.add(constant, [], { shape: [8], values })]);
    const value = program.add(dropout, [x, program.add(leaf, [program.addConstant(draw)])], { rate: 0.5, seed: 3 });
    const root = program.add(sum, [program.add(multiply, [value, value])]);
    const first = gradientOf(program, root, x);
    const second = gradientOf(program, program.add(sum, [first]), x);
    const [value_, first_, second_] = [value, first, second].map((node) => Array.from(evaluate(program)[node]));
    return { value: value_, first: first_, second: second_ };
  }

  test.each([0, 1, 5])('uses the mask of the value for draw %d, at first and second order', (draw) => {
    const { value, first, second } = squared(draw);
    const scales = mask(8, { rate: 0.5, seed: 3 }, draw);
    expect(value).toEqual(scales.map((scale, i) => scale * (i + 1)));
    expect(first).toEqual(scales.map((scale, i) => 2 * scale * scale * (i + 1)));
    expect(second).toEqual(scales.map((scale) => 2 * scale * scale));
  });

  test('never flows to the draw', () => {
    const program = new Program();
    const draw = program.add(leaf, [program.addConstant(0)]);
    const output = program.add(dropout, [program.addConstant(1), draw]);
    const gradient = differentiate(program, output, (node) => node === draw);
    expect(adjointOf(gradient, draw)).toBeUndefined();
  });
});

test.each([
  [{ rate: 1 }, [], 'dropout: the rate must be a number from 0 to less than 1, not 1'],
  [{ rate: -0.1 }, [], 'dropout: the rate must be a number from 0 to less than 1, not -0.1'],
  [{ rate: Number.NaN }, [], 'dropout: the rate must be a number from 0 to less than 1, not NaN'],
  [{}, [2], 'dropout: draw must be a scalar, not [2]'],
])('dropout with %o and a draw of the shape %j is refused', (attributes, draw, mismatch) => {
  expect(refusal(dropout, [[2, 3], draw], attributes)).toBe(mismatch);
});

describe.runIf(isPytorchRequired)('PyTorch', () => {
  test('drops and scales by the same rule', async () => {
    const call = dropout.torch(['torch.ones(100000)', '0'], { rate: 0.75 }, [[100_000], []]);
    const printed = await runPython(
      `import torch\ntorch.manual_seed(1)\nx = ${call}\nprint(sorted(set(x.tolist())), abs(x.mean().item() - 1) < 0.02)`,
    );
    expect(printed.trim()).toBe('[0.0, 4.0] True');
  });
});

function gradientOf(program: Program, root: NodeId, x: NodeId): NodeId {
  return adjointOf(
    differentiate(program, root, (node) => node === x),
    x,
  )!;
}
