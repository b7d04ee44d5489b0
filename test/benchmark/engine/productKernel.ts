/** Times the matrix product kernel in one precision; prints nanoseconds on the last line. */

import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { Code } from '../../../server/src/engine/runtime/wasm/codegen/code.ts';
import { emitMatrixProduct } from '../../../server/src/engine/runtime/wasm/codegen/products.ts';
import { type Kernels, wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { WasmInstance } from '../../../server/src/engine/runtime/wasm/wasmInstance.ts';
import { measure } from '../../../server/src/node/bp/stopwatch.ts';
import { enablePairedVectors } from '../../../server/src/node/v8/pairedVectors.ts';
import type { Precision } from './workloads.ts';

const left: Shape = [64, 784];
const right: Shape = [784, 128];

/** @returns a function that computes the product repeatedly. */
export function productOn(kernels: Kernels, precision: Precision): (times: number) => void {
  const [Numbers, run] = precision === 'f32' ? ([Float32Array, 'run32'] as const) : ([Float64Array, 'run64'] as const);
  const machine = new WasmInstance(kernels, () => undefined);
  const reserve = (shape: Shape): number => machine.allocate(Numbers.BYTES_PER_ELEMENT * sizeOf(shape));
  const operands = [left, right].map(reserve);
  const output = matmul.shape([left, right], {}) as Shape;
  const code = new Code();
  const instructions = emitMatrixProduct({
    operands,
    output: reserve(output),
    shapes: { operands: [left, right], output },
    attributes: {},
    scratch: (elements) => machine.allocate(Float64Array.BYTES_PER_ELEMENT * elements),
    constants: () => 0,
  });
  for (const instruction of instructions ?? []) code.append(instruction, 0);
  const [{ start, end }] = code.loadInto(machine);
  const values = new Numbers(machine.buffer, operands[0], sizeOf(left) + sizeOf(right));
  for (let i = 0; i < values.length; i++) values[i] = Math.sin(i);
  return (times) => {
    for (let i = 0; i < times; i++) machine[run](start, end);
  };
}

if (import.meta.main) {
  enablePairedVectors();
  const kernels = wasmKernels();
  if (!kernels) throw new Error('this machine runs no kernels');
  console.log(measure(productOn(kernels, process.argv[2] as Precision)).median);
}
