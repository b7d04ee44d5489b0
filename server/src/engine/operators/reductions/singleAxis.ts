/** The axis attribute of operators along one axis. */

import * as l10n from '@vscode/l10n';
import type { Attributes } from '../../ir/operator.ts';
import { isMismatch, type Mismatch, normalizeAxes, normalizeAxis, type Shape, sizeOf } from '../../ir/shape.ts';
import type { AxisBlocks } from '../../tensorLoops/gather.ts';

/** The axis, counted from the front; the first by default. */
export function axisOf({ axis: [axis] = [0] }: Attributes, rank: number): number {
  return normalizeAxis(axis, rank);
}

/** A tensor as blocks of lines along the axis. */
export function axisBlocksOf(shape: Shape, attributes: Attributes): AxisBlocks {
  const axis = axisOf(attributes, shape.length);
  return { blockCount: sizeOf(shape.slice(0, axis)), length: shape[axis], runLength: sizeOf(shape.slice(axis + 1)) };
}

/** The mismatch if the attributes don't give exactly one axis of a tensor of this rank. */
export function axisMismatch({ axis = [0] }: Attributes, rank: number): Mismatch | undefined {
  if (axis.length !== 1) return { mismatch: l10n.t`expected one axis, not ${axis.length}` };
  const normalized = normalizeAxes(axis, rank);
  return isMismatch(normalized) ? normalized : undefined;
}
