/** Programs on the WebAssembly kernels compute the same bits as in JavaScript. */

import { globSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examples } from '../../../scripts/paths.ts';
import { differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { add, multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { exp } from '../../../server/src/engine/operators/elementwise/functions.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { mean, sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { filledNode } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { Execution, type LeafValues } from '../../../server/src/engine/runtime/execution.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { withBorrowedInstance } from '../../../server/src/engine/runtime/wasm/instancePool.ts';
import { wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { WasmInstance } from '../../../server/src/engine/runtime/wasm/wasmInstance.ts';
import { readSnapshot } from '../../../server/src/node/bp/command.ts';
import { backendDifferences } from '../../support/oracles/bothBackends.ts';
import { edgeCases, edgeProgram } from '../../support/programs/edgeCases.ts';
import { addRoot, anyOperand, buildProgram, programRecipes } from '../../support/programs/randomPrograms.ts';

const numbers = [0, -0, 1, -1, 0.5, 2, -2.5, 5e-324, -1e-310, 1e308, -1e308, Infinity, -Infinity, NaN];
const elementwise = operators.filter(({ kind }) => kind === 'elementwise');

test.each(elementwise)('$name computes the same bits for every choice of special scalars', (operator) => {
  const program = new Program();
  const leaves = numbers.map((value) => program.add(leaf, [program.addConstant(value)]));
  const choices = operator.sampleIntervals.reduce<number[][]>(
    (found) => found.flatMap((a) => leaves.map((b) => [...a, b])),
    [[]],
  );
  for (const operands of choices) program.add(operator, operands);
  expect(backendDifferences(program)).toEqual([]);
});

test.each(elementwise)('$name computes the same bits for broadcast tensors of special numbers', (operator) => {
  const program = new Program();
  const length = numbers.length;
  const operands = operator.sampleIntervals.map((_, position) => {
    const shape = position === 0 ? [length] : position === 1 ? [length, 1] : [length, 1, 1];
    return program.add(leaf, [program.add(constant, [], { shape, values: numbers })]);
  });
  program.add(operator, operands);
  expect(backendDifferences(program)).toEqual([]);
});

describe('random programs with their backward passes', () => {
  const values = [fc.constantFrom(...numbers), fc.double({ min: -3, max: 3, noNaN: true })];

  test.each([
    ['of scalars', [[]]],
    ['of tensors and scalars', [[], [3], [2, 1], [2, 3], [1, 1], [0], [4, 2, 3]]],
  ])('compute the same bits if they consist %s', (_, shapes) => {
    fc.assert(
      fc.property(programRecipes({ operators, shapes, values, steps: 20 }), (recipe) => {
        const program = buildProgram(recipe, anyOperand);
        differentiate(program, addRoot(program), (node) => program.operator(node) === leaf);
        expect(backendDifferences(program)).toEqual([]);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

test.each(edgeCases)('the edge case "$name" computes the same bits', (edge) => {
  const { program, root } = edgeProgram(edge);
  differentiate(program, root, (node) => program.operator(node) === leaf);
  expect(backendDifferences(program)).toEqual([]);
});

test.each(globSync('*.bp', { cwd: examples }))('the example %s computes the same bits', async (file) => {
  const { model } = await readSnapshot(join(examples, file));
  expect(backendDifferences(model.program)).toEqual([]);
});

test('thousands of scalars compute the same bits, also in chains', () => {
  const program = new Program();
  const x = program.add(leaf, [program.addConstant(1.25)]);
  let sum = x;
  for (let i = 0; i < 50_000; i++)
    sum = program.add(add, [sum, program.add(multiply, [x, program.addConstant(1 / (1 + i))])]);
  differentiate(program, sum, (node) => node === x);
  expect(backendDifferences(program, new Map([[x, Float64Array.of(0.75)]]))).toEqual([]);
});

test('constant nodes are computed only in the first run', () => {
  const lengths: number[] = [];
  class Watched extends WasmInstance {
    override run64(start: number, end: number): void {
      if (end > start) lengths.push(end - start);
      super.run64(start, end);
    }
  }
  const program = new Program();
  const fixed = program.add(exp, [program.add(constant, [], { shape: [3], values: [0, 1, 2] })]);
  const x = program.add(leaf, [program.addConstant(2)]);
  const total = program.add(sum, [program.add(multiply, [fixed, x])]);
  const execution = new Execution(program, new Watched(wasmKernels()!));
  const totalAt = (value: number): number =>
    elementsOf(program, execution.run(new Map([[x, Float64Array.of(value)]])), total)[0];
  const once = 1 + Math.exp(1) + Math.exp(2);
  expect([1, 2, 3].map(totalAt).map((value, i) => value / (i + 1))).toEqual(
    [1, 2, 3].map(() => expect.closeTo(once, 12)),
  );
  expect(lengths).toHaveLength(4);
  expect(new Set(lengths.slice(1)).size).toBe(1);
});

test('an instance is reused after its work ended, but not while in use or after an abort', () => {
  const kernels = wasmKernels()!;
  const starts: number[] = [];
  const work = function* (machine: WasmInstance): Generator<undefined, WasmInstance> {
    starts.push(machine.allocate(100));
    yield undefined;
    return machine;
  };
  const first = runToCompletion(withBorrowedInstance(kernels, work));
  const abandoned = withBorrowedInstance(kernels, work);
  abandoned.next();
  const second = runToCompletion(withBorrowedInstance(kernels, work));
  expect(second).not.toBe(first);
  expect(runToCompletion(withBorrowedInstance(kernels, work))).toBe(second);
  expect(new Set(starts).size).toBe(1);
});

test.each([
  ['with kernels', undefined],
  ['without kernels', null],
])('a leaf that starts from another leaf follows it until it is set, %s', (_, kernels) => {
  const program = new Program();
  const first = program.add(leaf, [filledNode(program, 2, [3])]);
  const second = program.add(leaf, [program.add(mean, [program.add(multiply, [first, program.addConstant(2)])])]);
  const execution = new Execution(program, kernels);
  const secondIn = (leafValues?: LeafValues): number => elementsOf(program, execution.run(leafValues), second)[0];
  expect(secondIn(new Map([[second, Float64Array.of(7)]]))).toBe(7);
  expect(secondIn()).toBe(4);
  expect(secondIn(new Map([[first, Float64Array.of(1, 2, 6)]]))).toBe(6);
  expect(secondIn(new Map([[second, Float64Array.of(7)]]))).toBe(7);
  expect(secondIn()).toBe(4);
});
