/** Operators that join any number of tensors into one. */

import * as l10n from '@vscode/l10n';
import type { Attributes, Parameter } from '../../ir/operator.ts';
import { formatShape, type Mismatch, type Shape, shapesEqual, sizeOf } from '../../ir/shape.ts';
import { concatenateBlocks } from '../../tensorLoops/concatenate.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { axisMismatch, axisOf } from '../reductions/singleAxis.ts';
import { reshape } from './shaping.ts';
import { sliceAlongAxis } from './slicing.ts';

const joinParameters: readonly Parameter[] = [
  { name: 'tensors', kind: 'operands' },
  { name: 'axis', kind: 'axis', default: 0 },
];

export const concat = tensorOperator({
  name: 'concat',
  call: { name: 'concat', parameters: joinParameters },
  doc: 'The tensors joined along `axis`, the only axis on which their lengths may differ.',
  example: 'concat([a, b], axis = 1)',
  gradientDoc: 'concat passes each tensor its own part of the gradient',
  isVariadic: true,
  shape: concatShape,
  forward: concatenate,
  vjp: [
    (p, g, operands, out, operandIndex) => {
      const axis = axisOf(p.attributes(out), p.shape(out).length);
      let start = 0;
      for (let i = 0; i < operandIndex; i++) start += p.shape(operands[i])[axis];
      return sliceAlongAxis(p, g, axis, start, p.shape(operands[operandIndex])[axis]);
    },
  ],
  sampleIntervals: [realSamples],
  torch: (tensors, { axis: [axis] = [0] }) => `torch.cat([${tensors.join(', ')}], dim=${axis})`,
});

export const stack = tensorOperator({
  name: 'stack',
  noun: 'list',
  call: { name: 'stack', parameters: joinParameters },
  doc: 'Tensors of the same shape, stacked along a new axis at index `axis` of the result.',
  example: 'stack([a, b])',
  gradientDoc: 'stack passes each tensor its own part of the gradient',
  isVariadic: true,
  shape: stackShape,
  forward: concatenate,
  vjp: [
    (p, g, [first], out, operandIndex) => {
      const axis = axisOf(p.attributes(out), p.shape(out).length);
      return p.add(reshape, [sliceAlongAxis(p, g, axis, operandIndex, 1)], { shape: p.shape(first) });
    },
  ],
  sampleIntervals: [realSamples],
  torch: (tensors, { axis: [axis] = [0] }) => `torch.stack([${tensors.join(', ')}], dim=${axis})`,
});

function concatShape(shapes: readonly Shape[], attributes: Attributes): Shape | Mismatch {
  if (shapes.length === 0) return { mismatch: l10n.t('concat needs at least one tensor') };
  const [first] = shapes;
  if (first.length === 0) return { mismatch: l10n.t("concat: scalars can't be concatenated; use stack") };
  const axisError = axisMismatch(attributes, first.length);
  if (axisError) return { mismatch: l10n.t`concat of ${formatShape(first)}: ${axisError.mismatch}` };
  const axis = axisOf(attributes, first.length);
  let length = 0;
  for (const shape of shapes) {
    const difference = describeDifference(first, shape, axis);
    if (difference) return { mismatch: l10n.t`concat along axis ${axis}: ${difference}` };
    length += shape[axis];
  }
  return first.with(axis, length);
}

function stackShape(shapes: readonly Shape[], attributes: Attributes): Shape | Mismatch {
  if (shapes.length === 0) return { mismatch: l10n.t('stack needs at least one tensor') };
  const [first] = shapes;
  const rank = first.length + 1;
  const axisError = axisMismatch(attributes, rank);
  if (axisError)
    return { mismatch: l10n.t`stack of ${formatShape(first)}, with axes counted in the result: ${axisError.mismatch}` };
  for (const shape of shapes) {
    const difference = describeDifference(first, shape);
    if (difference) return { mismatch: `stack: ${difference}` };
  }
  return first.toSpliced(axisOf(attributes, rank), 0, shapes.length);
}

/** The difference between two shapes that may differ along one axis only. */
function describeDifference(first: Shape, other: Shape, ignoredAxis?: number): string | undefined {
  if (shapesEqual(first, other)) return undefined;
  const shapesText = l10n.t`${formatShape(first)} and ${formatShape(other)}`;
  if (first.length !== other.length) return l10n.t`${shapesText} have different numbers of axes`;
  const axis = first.findIndex((length, axis) => axis !== ignoredAxis && length !== other[axis]);
  return axis < 0 ? undefined : l10n.t`${shapesText} differ on axis ${axis}: ${first[axis]} ≠ ${other[axis]}`;
}

function concatenate(
  operands: readonly Float64Array[],
  output: Float64Array,
  shapes: { readonly output: Shape },
  attributes: Attributes,
): void {
  const axis = axisOf(attributes, shapes.output.length);
  concatenateBlocks(operands, sizeOf(shapes.output.slice(0, axis)), output);
}
