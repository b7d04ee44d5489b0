/** Elementwise application of a function of up to three numbers to broadcast operands. */

import { broadcastStrides, type Shape } from '../ir/shape.ts';
import { forEachRun } from './broadcast.ts';

type ElementFunction = (a: number, b: number, c: number) => number;

const unusedOperand = new Float64Array(1);
const noStrides: readonly number[] = [];

/** Writes `f` of each element of up to three operands, which broadcast to the shape of the output. */
export function mapElements(
  f: ElementFunction,
  operands: readonly Float64Array[],
  output: Float64Array,
  shapes: { readonly operands: readonly Shape[]; readonly output: Shape },
): void {
  const [a, b = unusedOperand, c = unusedOperand] = operands;
  const count = output.length;
  const stepOf = (operand: Float64Array): number => (operand.length === 1 ? 0 : 1);
  if (operands.every((operand) => operand.length === count || operand.length === 1)) {
    mapRun(f, output, 0, count, a, 0, stepOf(a), b, 0, stepOf(b), c, 0, stepOf(c));
    return;
  }
  if (count === 0) return;
  const strides = shapes.operands.map((shape) => broadcastStrides(shape, shapes.output));
  const last = shapes.output.length - 1;
  const [strideA, strideB = noStrides, strideC = noStrides] = strides;
  const length = shapes.output[last];
  forEachRun(shapes.output, strides, (start, [offsetA, offsetB = 0, offsetC = 0]) => {
    mapRun(
      f,
      output,
      start,
      length,
      a,
      offsetA,
      strideA[last],
      b,
      offsetB,
      strideB[last] ?? 0,
      c,
      offsetC,
      strideC[last] ?? 0,
    );
  });
}

/**
 * Applies a function to each element and to the reduced value that broadcasts to it. `keepDimsShape` is the operand's shape
 * with length 1 on each reduced axis.
 */
export function mapWithReduced(
  f: (element: number, reduced: number) => number,
  operand: Float64Array,
  shape: Shape,
  reduced: Float64Array,
  keepDimsShape: Shape,
): Float64Array {
  const output = new Float64Array(operand.length);
  mapElements(f, [operand, reduced], output, { operands: [shape, keepDimsShape], output: shape });
  return output;
}

/** Applies `f` along one run of the output; a step of 0 repeats an element. */
function mapRun(
  f: ElementFunction,
  output: Float64Array,
  start: number,
  length: number,
  a: Float64Array,
  offsetA: number,
  stepA: number,
  b: Float64Array,
  offsetB: number,
  stepB: number,
  c: Float64Array,
  offsetC: number,
  stepC: number,
): void {
  for (let i = 0; i < length; i++) {
    output[start + i] = f(a[offsetA + i * stepA], b[offsetB + i * stepB], c[offsetC + i * stepC]);
  }
}
