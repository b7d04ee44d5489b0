/** The backward pass as nodes of the program: gradient flow and the contribution of each consumer. */

import { expect, test } from 'vitest';
import { adjointOf, contributionOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { add, multiply, subtract } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { power } from '../../../server/src/engine/operators/elementwise/power.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

/** L = ((x + y) · z − target)² */
function lesson() {
  const program = new Program();
  const [x, y, z] = [-2, 5, -4].map((start) => program.add(leaf, [program.addConstant(start)]));
  const target = program.addConstant(-10);
  const q = program.add(add, [x, y]);
  const f = program.add(multiply, [q, z]);
  const L = program.add(power, [program.add(subtract, [target, f]), program.addConstant(2)]);
  return { program, x, y, z, target, q, f, L };
}

test('the lesson has the gradients of its worked example', () => {
  const { program, x, y, z, target, q, f, L } = lesson();
  const gradient = differentiate(program, L, () => true);
  const values = evaluate(program);
  const derivative = (node: NodeId): number => values[adjointOf(gradient, node)!][0];
  expect([q, f, L].map((node) => values[node][0])).toEqual([3, -12, 4]);
  expect([L, target, f, z, q, y, x].map(derivative)).toEqual([1, 4, -4, -12, 16, 16, 16]);
});

test('an adjoint is the sum of the contributions of its consumers', () => {
  const program = new Program();
  const x = program.add(leaf, [program.addConstant(3)]);
  const product = program.add(multiply, [x, x]);
  const root = program.add(add, [product, x]);
  const gradient = differentiate(program, root, (node) => node === x);
  const values = evaluate(program);
  const contribution = (node: NodeId, position: number): number =>
    values[contributionOf(gradient, program, node, position)!][0];
  expect([contribution(product, 0), contribution(product, 1), contribution(root, 1)]).toEqual([3, 3, 1]);
  expect(values[adjointOf(gradient, x)!][0]).toBe(7);
});

test('a contribution is summed over broadcast axes to the shape of its operand', () => {
  const program = new Program();
  const x = program.add(leaf, [program.addConstant(2)]);
  const weights = program.add(constant, [], { shape: [3], values: [1, 10, 100] });
  const product = program.add(multiply, [x, weights]);
  const gradient = differentiate(program, program.add(sum, [product]), (node) => node === x);
  const contribution = contributionOf(gradient, program, product, 0)!;
  expect(program.shape(contribution)).toEqual([]);
  expect(evaluate(program)[contribution]).toEqual(Float64Array.of(111));
});

test('only the root and nodes that need a gradient have adjoints', () => {
  const { program, x, y, z, q, f, L } = lesson();
  const gradient = differentiate(program, L, (node) => node === z);
  const values = evaluate(program);
  expect([L, f, z].map((node) => values[adjointOf(gradient, node)!][0])).toEqual([1, -4, -12]);
  expect([x, y, q].map((node) => adjointOf(gradient, node))).toEqual([undefined, undefined, undefined]);
  expect(contributionOf(gradient, program, f, 0)).toBeUndefined();

  const nothing = differentiate(program, L, () => false);
  expect(adjointOf(nothing, L)).toBeDefined();
  expect(adjointOf(nothing, f)).toBeUndefined();
});

test('nodes after the root have no adjoint', () => {
  const { program, f, L } = lesson();
  const gradient = differentiate(program, f, () => true);
  expect(adjointOf(gradient, L)).toBeUndefined();
});

test('a program can be differentiated again, from another root or from a gradient', () => {
  const program = new Program();
  const x = program.add(leaf, [program.addConstant(2)]);
  const cube = program.add(power, [x, program.addConstant(3)]);
  const isX = (node: NodeId): boolean => node === x;
  const first = adjointOf(differentiate(program, cube, isX), x)!;
  const second = adjointOf(differentiate(program, first, isX), x)!;
  const third = adjointOf(differentiate(program, second, isX), x)!;
  const fourth = adjointOf(differentiate(program, third, isX), x);
  const values = evaluate(program);
  expect([cube, first, second, third].map((node) => values[node][0])).toEqual([8, 12, 12, 6]);
  expect(fourth === undefined ? 0 : values[fourth][0]).toBe(0);
});
