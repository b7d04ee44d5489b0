/** Shape rules of sliding windows over the last two axes of a tensor. */

import * as l10n from '@vscode/l10n';
import { formatShape, isMismatch, type Mismatch, type Shape, shapesEqual } from './shape.ts';

/** The distance from one window to the next, and the padding on each of the four sides. */
export interface WindowParameters {
  readonly stride: number;
  readonly padding: number;
}

/**
 * The numbers of window rows and window columns.
 * @param title the beginning of a mismatch.
 * @param name the word for the window in a mismatch.
 */
export function windowGrid(
  title: string,
  input: Shape,
  name: 'kernel' | 'window',
  window: Shape,
  { stride, padding }: WindowParameters,
): Shape | Mismatch {
  const size = window.join(' × ');
  const windowText = name === 'kernel' ? l10n.t`a kernel of ${size}` : l10n.t`a window of ${size}`;
  const image = input.slice(-2);
  if (Math.min(...window) < 1) return { mismatch: l10n.t`${title}: ${windowText} is empty` };
  if (stride < 1) return { mismatch: l10n.t`${title}: the stride must be at least 1, not ${stride}` };
  if (Math.min(...image) < 1) return { mismatch: l10n.t`${title}: the ${image.join(' × ')} input is empty` };
  const padded = image.map((length) => length + 2 * padding);
  if (window.some((length, axis) => length > padded[axis])) {
    const paddedSize = padded.join(' × ');
    return {
      mismatch:
        padding > 0
          ? l10n.t`${title}: ${windowText} is larger than the padded input of ${paddedSize}`
          : l10n.t`${title}: ${windowText} is larger than the input of ${paddedSize}`,
    };
  }
  return window.map((length, axis) => Math.floor((padded[axis] - length) / stride) + 1);
}

/** The mismatch of a tensor that is neither an image nor a batch of images; undefined if it is one. */
export function imageMismatch(title: string, input: Shape): Mismatch | undefined {
  if (input.length === 3 || input.length === 4) return undefined;
  return { mismatch: l10n.t`${title}: the input must be [n, c, h, w] or [c, h, w], not ${formatShape(input)}` };
}

/** The shape of a backward operator's result, if the adjoint has the shape of the forward operator's output. */
export function backwardShape(
  name: string,
  result: Shape,
  forwardShape: Shape | Mismatch,
  adjoint: Shape,
): Shape | Mismatch {
  if (isMismatch(forwardShape)) return { mismatch: `${name}: ${forwardShape.mismatch}` };
  if (shapesEqual(forwardShape, adjoint)) return result;
  return {
    mismatch: l10n.t`${name}: the upstream gradient must be ${formatShape(forwardShape)}, not ${formatShape(adjoint)}`,
  };
}
