/**
 * What the gradients are of is the sum of a file's losses, or for a while any scalar that the user picks: until the file is
 * closed, or has no scalar of that name any more.
 */

/** Asks what may be picked in an open file. */
export const rootsMethod = 'backprop/roots';

export interface RootsParams {
  readonly uri: string;
}

export interface Roots {
  /** The scalars of the file that have a name, in its order. */
  readonly roots: readonly Root[];
  /** The name that is picked now; null while the gradients are of the file's own losses. */
  readonly picked: string | null;
}

export interface Root {
  readonly name: string;
  /** As it is displayed; null while it can't be evaluated. */
  readonly value: string | null;
}

/** Picks what the gradients of an open file are of. The result is null. */
export const pickRootMethod = 'backprop/pickRoot';

export interface PickRootParams {
  readonly uri: string;
  /** Null goes back to the file's own losses. */
  readonly name: string | null;
}
