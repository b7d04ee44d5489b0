/** What of a program is computed for the sake of its roots, what of it together, and in how much memory. */

import { expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../server/src/engine/differentiate.ts';
import { Fusion } from '../../server/src/engine/native/fusion.ts';
import { placesOf } from '../../server/src/engine/native/places.ts';
import { Readings } from '../../server/src/engine/native/readings.ts';
import { add, multiply } from '../../server/src/engine/ops/arithmetic.ts';
import { crossEntropy } from '../../server/src/engine/ops/crossEntropy.ts';
import { exp, tanh } from '../../server/src/engine/ops/functions.ts';
import { constant, leaf } from '../../server/src/engine/ops/leaves.ts';
import { matmul } from '../../server/src/engine/ops/products.ts';
import { sum } from '../../server/src/engine/ops/reductions.ts';
import { expand } from '../../server/src/engine/ops/shaping.ts';
import { softmax } from '../../server/src/engine/ops/softmax.ts';
import { type NodeId, Program } from '../../server/src/engine/program.ts';
import { type Shape, sizeOf } from '../../server/src/engine/shape.ts';

test('what a layer does to each element is done at once, and only what comes out of it is stored', () => {
  const { program, x, W, b } = layer();
  const product = program.add(matmul, [x, W]);
  const shifted = program.add(add, [product, b]);
  const root = program.add(sum, [program.add(tanh, [shifted])]);
  const fusion = fusionOf(program, [root], [x, W, b]);
  expect(fusion.each.map(({ kind, nodes }) => [kind, nodes])).toEqual([
    ['other', [product]],
    ['chain', [shifted, shifted + 1]],
    ['other', [root]],
  ]);
  expect([product, shifted, shifted + 1].map((node) => fusion.isStored(node))).toEqual([true, false, true]);
});

test('what the reverse pass makes of a value is made where it is used', () => {
  const { program, x, W, b } = layer();
  const activation = program.add(tanh, [program.add(matmul, [x, W])]);
  const root = program.add(sum, [program.add(matmul, [activation, W])]);
  const gradient = differentiate(program, root, (node) => node === b || node === W);
  const adjoint = adjointOf(gradient, W)!;
  const fusion = fusionOf(program, [adjoint], [x, W, b]);
  const slope = fusion.each.find(({ kind, nodes }) => kind === 'chain' && nodes.length === 3);
  expect(slope?.nodes.map((node) => fusion.isStored(node))).toEqual([false, false, true]);
});

test('a cross-entropy is computed with the softmax of the same scores, of which its gradient is made', () => {
  const { program, x, W, b } = layer();
  const scores = program.add(matmul, [x, W]);
  const shown = program.add(softmax, [scores], { axis: [0] });
  const target = program.add(constant, [], { shape: [8], values: [0, 1, 2, 3, 4, 5, 6, 7] });
  const loss = program.add(crossEntropy, [scores, target]);
  const gradient = differentiate(program, loss, (node) => node === W);
  const fusion = fusionOf(program, [loss, shown, adjointOf(gradient, W)!], [x, W, b]);
  const work = fusion.each.find(({ nodes }) => nodes.includes(loss))!;
  expect(work.nodes.map((node) => program.operator(node))).toEqual([crossEntropy, softmax]);
  expect(work.nodes).not.toContain(shown);
  expect(work.nodes.every((node) => fusion.isStored(node))).toBe(true);
});

test('what no root needs is not computed, and what never changes is computed once', () => {
  const { program, x, W, b } = layer();
  const unneeded = program.add(exp, [x]);
  const same = program.add(exp, [program.add(constant, [], { shape: [2], values: [1, 2] })]);
  const root = program.add(sum, [program.add(multiply, [same, program.add(sum, [W])])]);
  const fusion = fusionOf(program, [root], [x, W, b]);
  expect(fusion.once.flatMap(({ nodes }) => nodes)).toEqual([same]);
  const inEach = fusion.each.flatMap(({ nodes }) => nodes);
  expect(inEach).toHaveLength(3);
  expect([same, unneeded].filter((node) => inEach.includes(node))).toEqual([]);
});

test('what is repeated is read where it is there once', () => {
  const { program, x, W, b } = layer();
  const repeated = program.add(expand, [b], { shape: [8, 8] });
  const root = program.add(multiply, [repeated, x]);
  const fusion = fusionOf(program, [root], [x, W, b]);
  expect(fusion.each.flatMap(({ nodes }) => nodes)).toEqual([root]);
  expect(fusion.readingsOf(root)).toEqual([
    { node: b, shape: [8] },
    { node: x, shape: [8, 8] },
  ]);
});

test('however deep a network is, it needs room for two of its layers', () => {
  const { program, x, W, b } = layer();
  let last = x;
  for (let depth = 0; depth < 20; depth++) last = program.add(tanh, [program.add(matmul, [last, W])]);
  const fusion = fusionOf(program, [last], [x, W, b]);
  const { length } = placesOf(program, fusion, (node) => node === last);
  expect(length).toBe(2 * 64);
});

function layer() {
  const program = new Program();
  const input = (shape: Shape): NodeId =>
    program.add(leaf, [program.add(constant, [], { shape, values: new Float64Array(sizeOf(shape)) })]);
  return { program, x: input([8, 8]), W: input([8, 8]), b: input([8]) };
}

/** @param inputs set from outside before each run. */
function fusionOf(program: Program, roots: readonly NodeId[], inputs: readonly NodeId[]): Fusion {
  const held = new Map(inputs.map((node) => [node, 0]));
  return new Fusion(program, roots, new Readings(program, held), inputs);
}
