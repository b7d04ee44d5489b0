/** The failures to read a file of tensors, as sentences. */

import * as l10n from '@vscode/l10n';
import type { UnsupportedType } from '../npy.ts';
import type { ReadFailure } from '../readFailure.ts';
import type { FileFailure } from '../samples.ts';

export function unreadable({ failure }: ReadFailure): FileFailure {
  return { reason: (file) => l10n.t`${file} can't be read: ${failure}; save it again` };
}

/** @param elements those that the shape in its header has. */
export function truncated(elements: number): FileFailure {
  return unreadable({ failure: l10n.t`the file ends before the last of its ${elements} numbers` });
}

export function unsupportedType({ unsupportedType: type }: UnsupportedType): FileFailure {
  return {
    reason: (file) =>
      type === ''
        ? l10n.t`${file} has an array with fields; save one of them, as in np.save("x.npy", a["x"])`
        : l10n.t`${file} has an array of type ${type}, which is not one of real numbers; convert it, as in a.astype(float)`,
  };
}

export function tooManyNumbers(elements: number, limit: number): FileFailure {
  return { limit, reason: (file) => l10n.t`${file} has ${elements} numbers, which are too many; use a smaller array` };
}
