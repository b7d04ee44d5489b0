/**
 * Roots of differentiation: gradients are taken of the sum of a file's losses, or of a scalar that the user picks. A
 * pick lasts until the file is closed, or has no scalar of that name.
 */

import * as v from 'valibot';
import { type FileParams, fileParams, object, shortText } from '../shared/schema.ts';

/** A request for the roots that can be picked in an open file. */
export const rootsMethod = 'backprop/roots';

export const rootsParams = fileParams;
export type RootsParams = FileParams;

export interface Roots {
  /** The named scalars of the file, in text order. */
  readonly roots: readonly Root[];
  /** The picked name; null while the file's losses are differentiated. */
  readonly picked: string | null;
}

export interface Root {
  readonly name: string;
  /** As displayed; null if it cannot be evaluated. */
  readonly value: string | null;
}

/** A request that picks the root of an open file. The result is null. */
export const pickRootMethod = 'backprop/pickRoot';

export const pickRootParams = object({
  uri: shortText,
  /** Null returns to the file's losses. */
  name: v.nullable(shortText),
});
export type PickRootParams = v.InferOutput<typeof pickRootParams>;
