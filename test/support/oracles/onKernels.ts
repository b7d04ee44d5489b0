/** Runs one operator on the kernels alone, in either precision. */

import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { Code } from '../../../server/src/engine/runtime/wasm/codegen/code.ts';
import { emitters } from '../../../server/src/engine/runtime/wasm/codegen/instructionSelection.ts';
import type { Kernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { WasmInstance } from '../../../server/src/engine/runtime/wasm/wasmInstance.ts';
import type { Tensor } from '../programs/operatorCases.ts';

/** The arrays of either precision. */
export interface Precision<Values> {
  new (buffer: ArrayBuffer, start: number, length: number): Values;
  readonly BYTES_PER_ELEMENT: number;
}

/** The value of the operator; elements that the kernel does not write are NaN. */
export function onKernels<Values extends Float64Array | Float32Array>(
  kernels: Kernels,
  operator: Operator,
  operands: readonly Tensor[],
  attributes: Attributes,
  Numbers: Precision<Values>,
): Values {
  const instance = new WasmInstance(kernels);
  const bytes = Numbers.BYTES_PER_ELEMENT;
  const shapes = operands.map(({ shape }) => shape);
  const output = operator.shape(shapes, attributes) as Shape;
  const addresses = [...shapes, output].map((shape) => instance.allocate(bytes * sizeOf(shape)));
  const instructions = emitters.get(operator)!({
    operands: addresses.slice(0, -1),
    output: addresses[operands.length],
    shapes: { operands: shapes, output },
    attributes,
    scratch: (elements) => instance.allocate(8 * elements),
    constants: (values) => instance.allocateCopy(Float64Array.from(values)),
  })!;
  const code = new Code();
  for (const instruction of instructions) code.append(instruction, 0);
  const [{ start, end }] = code.loadInto(instance);
  for (const [i, { values }] of operands.entries()) {
    new Numbers(instance.buffer, addresses[i], values.length).set(values);
  }
  const value = new Numbers(instance.buffer, addresses[operands.length], sizeOf(output));
  value.fill(Number.NaN);
  if (bytes === 8) instance.run64(start, end);
  else instance.run32(start, end);
  return value;
}
