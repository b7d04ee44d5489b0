/** What the gradients of a file are of: the sum of its losses, or for a while a scalar that the user picked. */

import { add } from '../engine/ops/arithmetic.ts';
import type { NodeId, Program } from '../engine/program.ts';
import { shortened } from './shortened.ts';

export interface Root {
  readonly node: NodeId;
  /** As in ∂L. */
  readonly label: string;
}

/** A scalar with a name. */
export interface Named {
  readonly name: string;
  readonly node: NodeId;
}

/** What the user picked; without a node while it can't be evaluated. */
export interface Picked {
  readonly name: string;
  readonly node: NodeId | undefined;
}

/** More losses are not named one by one. */
const mostNames = 3;

export function rootOf({ name, node }: Picked): Root | undefined {
  return node === undefined ? undefined : { node, label: shortened(name) };
}

/** @param losses of which there is one at least. */
export function sumOfLosses(losses: readonly Named[], program: Program): Root {
  const node = losses.map((loss) => loss.node).reduce((sum, loss) => program.add(add, [sum, loss]));
  return { node, label: labelOf(losses.map(({ name }) => shortened(name))) };
}

/** `L`, or `(L1 + L2)`; of many losses the first and the last are named. */
function labelOf(names: readonly string[]): string {
  if (names.length === 1) return names[0];
  return names.length > mostNames ? `(${names[0]} + … + ${names.at(-1)})` : `(${names.join(' + ')})`;
}
