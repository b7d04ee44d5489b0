/** The errors of long sums on every route through the engine. */

import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Precision } from '../../../server/src/engine/ir/precision.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { type Kernels, wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { WasmInstance } from '../../../server/src/engine/runtime/wasm/wasmInstance.ts';
import { TrainingRun } from '../../../server/src/engine/training/trainingRun.ts';
import type { ExactSum, LongSum } from '../programs/longSums.ts';
import { jobOf } from '../training/trainingJobs.ts';

/** A route from a program to numbers. */
export interface SumRoute {
  readonly name: string;
  readonly precision: Precision;
  readonly compute: (subject: LongSum, operands: readonly Float64Array[], kernels: Kernels) => ArrayLike<number>;
}

export const sumRoutes: readonly SumRoute[] = [
  { name: 'TypeScript', precision: 'f64', compute: (subject, operands) => evaluated(subject, operands, null) },
  {
    name: 'WebAssembly',
    precision: 'f64',
    compute: (subject, operands, kernels) => evaluated(subject, operands, new WasmInstance(kernels)),
  },
  {
    name: 'training',
    precision: 'f64',
    compute: (subject, operands, kernels) => trained(subject, operands, 'f64', kernels),
  },
  {
    name: 'training',
    precision: 'f32',
    compute: (subject, operands, kernels) => trained(subject, operands, 'f32', kernels),
  },
  {
    name: 'training in TypeScript',
    precision: 'f32',
    compute: (subject, operands) => trained(subject, operands, 'f32', null),
  },
];

/** The largest error of a result relative to the scale of its sum. */
export function sumError(
  subject: LongSum,
  operands: readonly Float64Array[],
  { compute }: SumRoute,
  { values, scales }: ExactSum,
  kernels: Kernels = wasmKernels()!,
): number {
  const computed = compute(subject, operands, kernels);
  // A cumulative sum has many elements, of which the longest sums are compared.
  const offset = subject.attributes?.reverse ? 0 : computed.length - values.length;
  const errors = values.map((value, i) => Math.abs(computed[offset + i] - value) / scales[i]);
  return errors.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...errors);
}

function evaluated(
  subject: LongSum,
  operands: readonly Float64Array[],
  instance: WasmInstance | null,
): ArrayLike<number> {
  const program = new Program();
  const node = appendTo(program, subject, operands);
  return elementsOf(program, new Execution(program, instance).run(), node);
}

/** The gradient of a factor is the other one: a step of 1 moves a factor from 0 to the negative of the sum. */
function trained(
  subject: LongSum,
  operands: readonly Float64Array[],
  precision: Precision,
  kernels: Kernels | null,
): ArrayLike<number> {
  const shape = subject.operator.shape(subject.operands, subject.attributes ?? {});
  if ('mismatch' in shape) throw new Error(shape.mismatch);
  const job = jobOf(
    {
      params: [{ shape, start: Array.from({ length: sizeOf(shape) }, () => 0) }],
      data: [],
      objective: (program, [factor]) => {
        const product = program.add(multiply, [factor!, appendTo(program, subject, operands)]);
        return program.add(sum, [product]);
      },
    },
    { steps: 1, precision, hyperparameters: { lr: 1 } },
  );
  const run = new TrainingRun({ ...job, hasFullEvaluation: false }, kernels);
  run.takeSteps(1);
  return run.params[0]!.map((value) => -value);
}

function appendTo(program: Program, subject: LongSum, operands: readonly Float64Array[]): NodeId {
  const nodes = operands.map((values, i) => program.add(constant, [], { shape: subject.operands[i]!, values }));
  return program.add(subject.operator, nodes, subject.attributes ?? {});
}
