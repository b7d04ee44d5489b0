/** Dropout in the language: each call has its own mask, and one draw leaf changes all masks. */

import { describe, expect, test } from 'vitest';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import type { Model } from '../../../server/src/language/lowering/model.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';

const ones = 'x = ones([64])';

/** The values of these names. */
function values(text: string, ...names: readonly string[]) {
  const snapshot = evaluated(text);
  expect(snapshot.problems).toEqual([]);
  return names.map((name) => valuesOf(snapshot, name)!);
}

describe('two calls of dropout', () => {
  test('have different masks without a seed', () => {
    const [a, b] = values(`${ones}\na = dropout(x)\nb = dropout(x, 0.5)`, 'a', 'b');
    expect(new Set([...a, ...b])).toEqual(new Set([0, 2]));
    expect(a).not.toEqual(b);
  });

  test('have different masks when one function makes both', () => {
    const [a, b] = values(`fn half(x) = dropout(x, rate = 0.5)\n${ones}\na = half(x)\nb = half(x)`, 'a', 'b');
    expect(a).not.toEqual(b);
  });

  test('share a mask when both are given the same seed', () => {
    const [a, b] = values(`${ones}\na = dropout(x, seed = 1)\nb = dropout(x, seed = 1)`, 'a', 'b');
    expect(a).toEqual(b);
  });

  test('share no mask with calls that are given a small seed', () => {
    const seeds = [0, 1, 2].map((seed) => `s${seed} = dropout(x, seed = ${seed})`);
    const all = values(`${ones}\na = dropout(x)\nb = dropout(x)\n${seeds.join('\n')}`, 'a', 'b', 's0', 's1', 's2');
    expect(new Set(all.map((mask) => mask.join(' '))).size).toBe(5);
  });
});

describe('the draw leaf of a model', () => {
  const text = `param x = [${new Array(64).fill(1)}]\nh = dropout(x, 0.25)\nloss L = sum(dropout(h))`;

  /** The value of `h`, and the gradient of `x`, at a draw. */
  function at(draw: number) {
    const { model, tree } = analyze(text);
    const execution = new Execution(model.program).run(new Map([[model.drawCounter!, Float64Array.of(draw)]]));
    const gradient = adjointOf(model.objective!.backwardPass, model.params[0].node)!;
    const nodes = { h: model.statementNodes[tree.statements[1].id], gradient };
    return {
      h: elementsOf(model.program, execution, nodes.h),
      gradient: elementsOf(model.program, execution, gradient),
    };
  }

  test('is one leaf for all calls and neither a param nor data', () => {
    const { model } = analyze(text);
    expect(leavesOf(model)).toEqual([...model.params.map(({ node }) => node), model.drawCounter]);
    expect(model.data).toEqual([]);
  });

  test('is 0 by default', () => {
    expect(Array.from(at(0).h)).toEqual(valuesOf(evaluated(text), 'h'));
  });

  test('changes every mask, and the gradient uses the new masks', () => {
    expect(at(1)).not.toEqual(at(0));
    expect(at(1)).toEqual(at(1));
    const { h, gradient } = at(1);
    const dropped = Array.from(h).flatMap((value, i) => (value === 0 ? [gradient[i]] : []));
    expect(new Set(dropped)).toEqual(new Set([0]));
    expect(new Set(gradient)).toEqual(new Set([0, 2 / 0.75]));
  });

  test('is absent from a model without dropout and from one with explicit draws only', () => {
    expect(analyze('a = 1').model.drawCounter).toBeUndefined();
    expect(analyze('a = dropout([1, 2], draw = 3, seed = 1)').model.drawCounter).toBeUndefined();
  });

  test('does not affect a call with an explicit draw', () => {
    const [a, b] = values(`${ones}\na = dropout(x, seed = 1, draw = 0)\nb = dropout(x, seed = 1)`, 'a', 'b');
    expect(a).toEqual(b);
    const [c, d] = values(`${ones}\nc = dropout(x, seed = 1, draw = 7)\nd = dropout(x, seed = 1)`, 'c', 'd');
    expect(c).not.toEqual(d);
  });
});

test('an invalid rate or draw of dropout is reported', () => {
  const messages = evaluated('a = dropout([1, 2], 1)\nb = dropout([1], draw = [1, 2])').problems.map(
    (it) => it.message,
  );
  expect(messages).toEqual([
    'dropout: the rate must be a number from 0 to less than 1, not 1',
    'dropout: draw must be a scalar, not [2]',
  ]);
});

function leavesOf({ program }: Model): readonly number[] {
  return Array.from({ length: program.length }, (_, node) => node).filter((node) => program.operator(node) === leaf);
}
