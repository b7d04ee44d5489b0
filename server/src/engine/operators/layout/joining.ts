/** Operators that join any number of tensors into one. */

import * as l10n from '@vscode/l10n';
import type { Attributes, Parameter } from '../../ir/operator.ts';
import { type Mismatch, type Shape, sameShape, showShape, sizeOf } from '../../ir/shape.ts';
import { joinBlocks } from '../../kernels/join.ts';
import { axisMismatch, axisOf } from '../reductions/oneAxis.ts';
import { real, tensor } from '../row.ts';
import { reshape } from './shaping.ts';
import { partAlong } from './slicing.ts';

const joined: readonly Parameter[] = [
  { name: 'tensors', kind: 'operands' },
  { name: 'axis', kind: 'axis', default: 0 },
];

export const concat = tensor({
  name: 'concat',
  call: { name: 'concat', parameters: joined },
  doc: 'The tensors one after another along `axis`, the only one on which their lengths may differ.',
  example: 'concat([a, b], axis = 1)',
  localRule: 'concat hands each tensor its own part of the gradient',
  isVariadic: true,
  shape: concatShape,
  forward: joinElements,
  vjp: [
    (p, g, operands, out, position) => {
      const axis = axisOf(p.attributes(out), p.shape(out).length);
      let start = 0;
      for (let before = 0; before < position; before++) start += p.shape(operands[before])[axis];
      return partAlong(p, g, axis, start, p.shape(operands[position])[axis]);
    },
  ],
  domain: [real],
  torch: (tensors, { axis: [axis] = [0] }) => `torch.cat([${tensors.join(', ')}], dim=${axis})`,
});

export const stack = tensor({
  name: 'stack',
  call: { name: 'stack', parameters: joined },
  doc: 'The tensors, all of one shape, along a new axis, which is the `axis` of the result.',
  example: 'stack([a, b])',
  localRule: 'stack hands each tensor its own part of the gradient',
  isVariadic: true,
  shape: stackShape,
  forward: joinElements,
  vjp: [
    (p, g, [first], out, position) => {
      const axis = axisOf(p.attributes(out), p.shape(out).length);
      return p.add(reshape, [partAlong(p, g, axis, position, 1)], { shape: p.shape(first) });
    },
  ],
  domain: [real],
  torch: (tensors, { axis: [axis] = [0] }) => `torch.stack([${tensors.join(', ')}], dim=${axis})`,
});

function concatShape(shapes: readonly Shape[], attributes: Attributes): Shape | Mismatch {
  if (shapes.length === 0) return { mismatch: l10n.t('concat: there is no tensor to join') };
  const [first] = shapes;
  if (first.length === 0) return { mismatch: l10n.t('concat: a scalar has no axis to join along; use stack') };
  const wrong = axisMismatch(attributes, first.length);
  if (wrong) return { mismatch: l10n.t`concat of ${showShape(first)}: ${wrong.mismatch}` };
  const axis = axisOf(attributes, first.length);
  let length = 0;
  for (const shape of shapes) {
    const difference = differenceBetween(first, shape, axis);
    if (difference) return { mismatch: l10n.t`concat along axis ${axis}: ${difference}` };
    length += shape[axis];
  }
  return first.with(axis, length);
}

function stackShape(shapes: readonly Shape[], attributes: Attributes): Shape | Mismatch {
  if (shapes.length === 0) return { mismatch: l10n.t('stack: there is no tensor to join') };
  const [first] = shapes;
  const rank = first.length + 1;
  const wrong = axisMismatch(attributes, rank);
  if (wrong) return { mismatch: l10n.t`stack of ${showShape(first)}, counted in the result: ${wrong.mismatch}` };
  for (const shape of shapes) {
    const difference = differenceBetween(first, shape);
    if (difference) return { mismatch: `stack: ${difference}` };
  }
  return first.toSpliced(axisOf(attributes, rank), 0, shapes.length);
}

/** What keeps two shapes from being the same but for the length of one axis. */
function differenceBetween(first: Shape, other: Shape, besides?: number): string | undefined {
  if (sameShape(first, other)) return undefined;
  const shown = l10n.t`${showShape(first)} and ${showShape(other)}`;
  if (first.length !== other.length) return l10n.t`${shown} don't have as many axes`;
  const axis = first.findIndex((length, axis) => axis !== besides && length !== other[axis]);
  return axis < 0 ? undefined : l10n.t`${shown} differ on axis ${axis}: ${first[axis]} ≠ ${other[axis]}`;
}

function joinElements(
  operands: readonly Float64Array[],
  output: Float64Array,
  shapes: { readonly output: Shape },
  attributes: Attributes,
): void {
  const axis = axisOf(attributes, shapes.output.length);
  joinBlocks(operands, sizeOf(shapes.output.slice(0, axis)), output);
}
