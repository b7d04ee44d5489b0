/** Operators that work along one axis. */

import * as l10n from '@vscode/l10n';
import type { Attributes } from '../../ir/operator.ts';
import { isMismatch, type Mismatch, normalizeAxes, normalizeAxis } from '../../ir/shape.ts';

/** The axis that the attributes name, counted from the front; the first where they name none. */
export function axisOf({ axis: [axis] = [0] }: Attributes, rank: number): number {
  return normalizeAxis(axis, rank);
}

/** Why the attributes don't name one axis of a tensor with this many, or undefined where they do. */
export function axisMismatch({ axis = [0] }: Attributes, rank: number): Mismatch | undefined {
  if (axis.length !== 1) return { mismatch: l10n.t`expected one axis, not ${axis.length}` };
  const normalized = normalizeAxes(axis, rank);
  return isMismatch(normalized) ? normalized : undefined;
}
