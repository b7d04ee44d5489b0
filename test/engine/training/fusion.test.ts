/** Fusion, dead code and memory use of training programs. */

import { expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { vjpOf } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { sigmoid } from '../../../server/src/engine/operators/elementwise/activations.ts';
import { add, multiply, subtract } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { exp, tanh } from '../../../server/src/engine/operators/elementwise/functions.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { sigmoidVjp, tanhVjp } from '../../../server/src/engine/operators/kernelFormulas.ts';
import { crossEntropy } from '../../../server/src/engine/operators/losses/crossEntropy.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { softmax } from '../../../server/src/engine/operators/reductions/softmax.ts';
import { expand } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { tensorOpcodes } from '../../../server/src/engine/runtime/wasm/codegen/elementwise.ts';
import * as codes from '../../../server/src/engine/runtime/wasm/generated/elementwiseOpcodes.ts';
import { Aliases } from '../../../server/src/engine/training/wasm/aliases.ts';
import { allocateBuffers } from '../../../server/src/engine/training/wasm/bufferAllocation.ts';
import { fusedOpsOf } from '../../../server/src/engine/training/wasm/fusedOps.ts';
import { Fusion } from '../../../server/src/engine/training/wasm/fusion.ts';

test('a layer takes two instructions and stores only their results', () => {
  const { program, x, W, b } = layer();
  const product = program.add(matmul, [x, W]);
  const shifted = program.add(add, [product, b]);
  const doubled = program.add(add, [shifted, shifted]);
  const root = program.add(sum, [program.add(tanh, [doubled])]);
  const fusion = fusionOf(program, [root], [x, W, b]);
  expect(fusion.perRun.map(({ kind, nodes }) => [kind, nodes])).toEqual([
    ['tensor', [product, shifted]],
    ['elementwise', [doubled, doubled + 1]],
    ['tensor', [root]],
  ]);
  expect([product, shifted, doubled, doubled + 1].map((node) => fusion.isStored(node))).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

test.each<[string, (layer: Layer, product: NodeId) => readonly NodeId[]]>([
  [
    'the product has another consumer',
    ({ program, b }, product) => [program.add(add, [product, b]), program.add(exp, [product])],
  ],
  ['the product is a root', ({ program, b }, product) => [program.add(add, [b, product]), product]],
  ['the other operand is not a row', ({ program, x }, product) => [program.add(add, [product, x])]],
  ['the row is subtracted', ({ program, b }, product) => [program.add(subtract, [product, b])]],
  [
    'the sum is larger',
    ({ program, b }, product) => [program.add(add, [program.add(expand, [b], { shape: [2, 8, 8] }), product])],
  ],
])('a sum is not fused into a product if %s', (_, rootsOver) => {
  const given = layer();
  const { program, x, W, b } = given;
  const product = program.add(matmul, [x, W]);
  const fusion = fusionOf(program, rootsOver(given, product), [x, W, b]);
  expect(fusion.perRun.find(({ nodes }) => nodes.includes(product))?.nodes).toEqual([product]);
  expect(fusion.isStored(product)).toBe(true);
});

test('the backward pass of an activation is fused into its consumer', () => {
  const { program, x, W, b } = layer();
  const activation = program.add(tanh, [program.add(matmul, [x, W])]);
  const root = program.add(sum, [program.add(matmul, [activation, W])]);
  const gradient = differentiate(program, root, (node) => node === b || node === W);
  const adjoint = adjointOf(gradient, W)!;
  const fusion = fusionOf(program, [adjoint], [x, W, b]);
  const slope = fusion.perRun.find(({ kind, nodes }) => kind === 'elementwise' && nodes.length === 3);
  expect(slope?.nodes.map((node) => fusion.isStored(node))).toEqual([false, false, true]);
});

test.each([
  ['tanh', tanh, codes.tanhVjp],
  ['sigmoid', sigmoid, codes.sigmoidVjp],
])('an adjoint times the slope of %s is fused into one step', (_, activation, code) => {
  const { program, x, W, b } = layer();
  const y = program.add(activation, [program.add(matmul, [x, W])]);
  const gradient = differentiate(program, program.add(sum, [program.add(matmul, [y, W])]), (node) => node === x);
  const root = adjointOf(gradient, x)!;
  const stepsIn = (roots: readonly NodeId[]) => {
    const fusion = fusionOf(program, roots, [x, W, b]);
    return fusedOpsOf(program, fusion.perRun.find(({ nodes }) => nodes.includes(y))!.nodes, fusion);
  };
  const steps = stepsIn([root]);
  const [, slope] = steps;
  expect(steps.map((step) => step.opcode)).toEqual([tensorOpcodes.get(activation), code]);
  expect(slope.inputs.map(({ node }) => node)).toEqual([program.operand(slope.node, 0), y]);
  const part = program.operand(slope.node, 1);
  expect(stepsIn([root, part]).map((step) => step.opcode)).not.toContain(code);
});

test.each([
  ['tanh', tanh, tanhVjp],
  ['sigmoid', sigmoid, sigmoidVjp],
])('the fused gradient of %s has the bits of the unfused rule', (_, activation, fusedVjp) => {
  const numbers = [0, -0, 0.3, -0.7, 1, -2, 5, -19, 40, 1e-9, -5e-324, Infinity, -Infinity, Number.NaN];
  const pairs = numbers.flatMap((x) => numbers.map((adjoint) => [x, adjoint] as const));
  const program = new Program();
  const tensor = (index: 0 | 1): NodeId =>
    program.add(constant, [], { shape: [pairs.length], values: pairs.map((pair) => pair[index]) });
  const [x, adjoint] = [tensor(0), tensor(1)];
  const y = program.add(activation, [x]);
  const contribution = vjpOf(activation, 0)!(program, adjoint, [x], y, 0);
  const values = new Execution(program, null).run();
  const activations = elementsOf(program, values, y);
  expect(elementsOf(program, values, contribution)).toEqual(
    activations.map((value, index) => fusedVjp(pairs[index][1], value)),
  );
});

test('cross-entropy is fused with the softmax that its gradient needs', () => {
  const { program, x, W, b } = layer();
  const scores = program.add(matmul, [x, W]);
  const otherSoftmax = program.add(softmax, [scores], { axis: [0] });
  const target = program.add(constant, [], { shape: [8], values: [0, 1, 2, 3, 4, 5, 6, 7] });
  const loss = program.add(crossEntropy, [scores, target]);
  const gradient = differentiate(program, loss, (node) => node === W);
  const fusion = fusionOf(program, [loss, otherSoftmax, adjointOf(gradient, W)!], [x, W, b]);
  const work = fusion.perRun.find(({ nodes }) => nodes.includes(loss))!;
  expect(work.nodes.map((node) => program.operator(node))).toEqual([crossEntropy, softmax]);
  expect(work.nodes).not.toContain(otherSoftmax);
  expect(work.nodes.every((node) => fusion.isStored(node))).toBe(true);
});

test('dead nodes are skipped, and constants are computed once', () => {
  const { program, x, W, b } = layer();
  const unneeded = program.add(exp, [x]);
  const same = program.add(exp, [program.add(constant, [], { shape: [2], values: [1, 2] })]);
  const root = program.add(sum, [program.add(multiply, [same, program.add(sum, [W])])]);
  const fusion = fusionOf(program, [root], [x, W, b]);
  expect(fusion.setup.flatMap(({ nodes }) => nodes)).toEqual([same]);
  const inEach = fusion.perRun.flatMap(({ nodes }) => nodes);
  expect(inEach).toHaveLength(3);
  expect([same, unneeded].filter((node) => inEach.includes(node))).toEqual([]);
});

test('broadcast operands are not materialized', () => {
  const { program, x, W, b } = layer();
  const repeated = program.add(expand, [b], { shape: [8, 8] });
  const root = program.add(multiply, [repeated, x]);
  const fusion = fusionOf(program, [root], [x, W, b]);
  expect(fusion.perRun.flatMap(({ nodes }) => nodes)).toEqual([root]);
  expect(fusion.operandsOf(root)).toEqual([
    { node: b, shape: [8] },
    { node: x, shape: [8, 8] },
  ]);
});

test('memory for activations does not grow with depth', () => {
  const { program, x, W, b } = layer();
  let last = x;
  for (let depth = 0; depth < 20; depth++) last = program.add(tanh, [program.add(matmul, [last, W])]);
  const fusion = fusionOf(program, [last], [x, W, b]);
  const { length } = allocateBuffers(program, fusion, (node) => node === last);
  expect(length).toBe(2 * 64);
});

type Layer = ReturnType<typeof layer>;

function layer() {
  const program = new Program();
  const input = (shape: Shape): NodeId =>
    program.add(leaf, [program.add(constant, [], { shape, values: new Float64Array(sizeOf(shape)) })]);
  return { program, x: input([8, 8]), W: input([8, 8]), b: input([8]) };
}

/** @param inputs set from outside before each run. */
function fusionOf(program: Program, roots: readonly NodeId[], inputs: readonly NodeId[]): Fusion {
  const held = new Map(inputs.map((node) => [node, 0]));
  return new Fusion(program, roots, new Aliases(program, held), inputs);
}
