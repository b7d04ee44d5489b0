/** Operators that work along one axis. */

import * as l10n from '@vscode/l10n';
import type { Attributes } from '../../ir/operator.ts';
import { axisFromFront, isMismatch, type Mismatch, normaliseAxes } from '../../ir/shape.ts';

/** The axis that the attributes name, counted from the front; the first where they name none. */
export function axisOf({ axis: [axis] = [0] }: Attributes, rank: number): number {
  return axisFromFront(axis, rank);
}

/** Why the attributes don't name one axis of a tensor with this many, or undefined where they do. */
export function axisMismatch({ axis = [0] }: Attributes, rank: number): Mismatch | undefined {
  if (axis.length !== 1) return { mismatch: l10n.t`one axis is needed, not ${axis.length}` };
  const normal = normaliseAxes(axis, rank);
  return isMismatch(normal) ? normal : undefined;
}
