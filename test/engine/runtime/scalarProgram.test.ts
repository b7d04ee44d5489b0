/** A scalar program computes the same bits in the interpreter, with and without kernels, as in an execution. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { add, multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { sqrt, square } from '../../../server/src/engine/operators/elementwise/functions.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import * as extremaAlong from '../../../server/src/engine/operators/reductions/axisExtrema.ts';
import * as deviations from '../../../server/src/engine/operators/reductions/deviations.ts';
import * as reductions from '../../../server/src/engine/operators/reductions/reductions.ts';
import { expand, reshape, sumTo, transpose } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { flatten } from '../../../server/src/engine/runtime/flatProgram.ts';
import { runOnce } from '../../../server/src/engine/runtime/runOnce.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { type Kernels, wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';

const functions = operators.filter(({ kind, vjp }) => kind === 'elementwise' && vjp.length > 0);
const reduced = [reductions, deviations, extremaAlong].flatMap((rows) => Object.values(rows));
const arrangements = [...reduced, reshape, expand, sumTo, transpose];

test('every operator computes the same bits for random scalars, forward and backward', () => {
  const step = fc.record({ operator: fc.nat(), operands: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }) });
  const values = fc.array(fc.double(), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(values, fc.array(step, { maxLength: 20 }), (leaves, steps) => {
      const program = new Program();
      const nodes: NodeId[] = leaves.map((value) => program.add(leaf, [program.addConstant(value)]));
      for (const { operator, operands } of steps) {
        const rows = [...functions, ...arrangements];
        const row = rows[operator % rows.length];
        const chosen = row.vjp.map((_, k) => nodes[operands[k] % nodes.length]);
        nodes.push(program.add(row, chosen));
      }
      differentiate(program, nodes.at(-1)!, (node) => program.operator(node) === leaf);
      const expected = executed(program);
      expect(interpret(program, wasmKernels())).toEqual(expected);
      expect(interpret(program, null)).toEqual(expected);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('a program with a tensor is not a scalar program', () => {
  const program = new Program();
  program.add(expand, [program.addConstant(1)], { shape: [2] });
  expect(flatten(program).isScalar).toBe(false);
});

test.each([
  ['with kernels', wasmKernels()],
  ['without kernels', null],
])('a long scalar program can be stopped between slices %s', (_, kernels) => {
  const program = new Program();
  let node = program.add(leaf, [program.addConstant(1)]);
  for (let i = 0; i < 200_000; i++) node = program.add(i % 2 ? add : multiply, [node, node]);
  const slices = [...runOnce(flatten(program), kernels)];
  expect(slices.length).toBe(3);
});

test('interleaved runs do not disturb each other', () => {
  const runs = [2, 3].map((start) => {
    const program = new Program();
    let node = program.add(leaf, [program.addConstant(start)]);
    for (let i = 0; i < 100_000; i++) node = program.add(i % 2 ? sqrt : square, [node]);
    return runOnce(flatten(program));
  });
  for (const run of runs) expect(run.next().done).toBe(false);
  expect(runs.map((run) => runToCompletion(run).data.at(-1))).toEqual([2, 3]);
});

function interpret(program: Program, kernels: Kernels | null): Float64Array {
  const flat = flatten(program);
  expect(flat.isScalar).toBe(true);
  return runToCompletion(runOnce(flat, kernels)).data;
}

function executed(program: Program): Float64Array {
  const { data, starts } = new Execution(program).run();
  return Float64Array.from(starts, (start) => data[start]);
}
