/** A tensor as it is drawn, decoded from a response and checked. */

import * as l10n from '@vscode/l10n';
import type { TensorElements } from '../../../../protocol/panel/tensor.ts';
import { maxMagnitudeOf } from '../../../../protocol/pictures/elementScale.ts';
import { elementsFromBase64, sizeOf } from './elements.ts';

/** Elements with what their colors are relative to. */
export interface ScaledElements {
  readonly elements: Float64Array;
  readonly maxMagnitude: number;
}

export interface Tensor {
  /** The shape of the sent part. */
  readonly shape: readonly number[];
  /** The whole tensor's length on its first axis, and the index there at which the sent part begins. */
  readonly firstAxis: number;
  readonly first: number;
  readonly value: ScaledElements;
  /** Null if no gradient flows. */
  readonly gradient: ScaledElements | null;
}

/** The tensor of a response, or the reason why it can't be drawn. */
export function decodeTensor({
  shape,
  first,
  count,
  value,
  gradient,
}: TensorElements): Tensor | { readonly reason: string } {
  const sentShape = shape.length === 0 ? [] : [count, ...shape.slice(1)];
  const size = sizeOf(sentShape);
  if (size === 0) return { reason: l10n.t('The tensor has no elements.') };
  const scaledValue = decodeElements(value, size);
  const scaledGradient = gradient === null ? null : decodeElements(gradient, size);
  if (scaledValue === undefined || scaledGradient === undefined)
    return { reason: l10n.t('The elements of this node could not be read.') };
  return { shape: sentShape, firstAxis: shape[0] ?? 1, first, value: scaledValue, gradient: scaledGradient };
}

/** Undefined if the text does not encode this many elements. */
function decodeElements(base64: string, size: number): ScaledElements | undefined {
  let elements: Float64Array;
  try {
    elements = elementsFromBase64(base64);
  } catch {
    return undefined;
  }
  return elements.length === size ? { elements, maxMagnitude: maxMagnitudeOf(elements) } : undefined;
}
