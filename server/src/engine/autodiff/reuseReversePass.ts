/** The reverse pass of an earlier program, taken over by one in which the same nodes stand at other places or have other numbers. */

import { ascending } from '../ir/ascending.ts';
import { sameAttributes } from '../ir/operator.ts';
import type { NodeId, Program, Stretch } from '../ir/program.ts';
import { sameShape } from '../ir/shape.ts';
import { power } from '../operators/elementwise/arithmetic.ts';
import type { Gradient } from './differentiate.ts';

/** Nodes that stand in the later program as they stood, from a node on. */
interface Run extends Stretch {
  readonly to: NodeId;
}

/** Where the nodes of an earlier program stand in a later one, as far as they do; −1 of those that don't. */
export class Places {
  readonly earlier: Program;
  readonly later: Program;
  readonly of: Int32Array;
  /** The nodes that were taken over, or found, together. */
  readonly runs: Run[] = [];
  /** Whether some of them, or their operands, stand elsewhere than they stood. */
  areMoved = false;
  /** Up to this one, all nodes stand in the same places in both programs. */
  #aligned: NodeId = 0;

  constructor(earlier: Program, later: Program) {
    this.earlier = earlier;
    this.later = later;
    this.of = scratch(earlier.length).fill(-1);
  }

  /** Whether all nodes up to one stand where they stood. */
  areAligned(end: NodeId): boolean {
    return end <= this.#aligned;
  }

  /** Takes nodes over, whose operands have a place. */
  take(stretch: Stretch): void {
    const to = this.later.length;
    const isAligned = stretch.first === this.#aligned && stretch.first === to && this.later.isLike(this.earlier);
    this.#found(stretch, to);
    if (isAligned) this.later.goTo(stretch.end);
    else this.later.append(this.earlier, stretch, this.areMoved ? this.of : undefined);
  }

  /** Finds each node of a stretch in another one, if they are alike in everything but numbers that no gradient rule looks at. */
  match(before: Stretch, after: Stretch): boolean {
    if (before.end - before.first !== after.end - after.first) return false;
    const shift = after.first - before.first;
    for (let node = before.first; node < before.end; node++) {
      this.of[node] = node + shift;
      if (this.#areAlike(node, node + shift)) continue;
      this.of.fill(-1, before.first, node + 1);
      return false;
    }
    this.#found(before, after.first);
    return true;
  }

  #found({ first, end }: Stretch, to: NodeId): void {
    this.of.set(ascending(to + end - first).subarray(to), first);
    this.runs.push({ first, end, to });
    this.areMoved ||= first !== to || this.earlier.operandStart(first) !== this.later.operandStart(to);
    if (first === to && first === this.#aligned) this.#aligned = end;
  }

  #areAlike(before: NodeId, after: NodeId): boolean {
    const { earlier, later } = this;
    const operator = earlier.operator(before);
    const arity = earlier.arity(before);
    if (operator !== later.operator(after) || arity !== later.arity(after)) return false;
    for (let position = 0; position < arity; position++) {
      if (this.of[earlier.operand(before, position)] !== later.operand(after, position)) return false;
    }
    if (operator === power) return sameNumber(earlier, earlier.operand(before, 1), later, later.operand(after, 1));
    if (earlier.number(before) !== undefined && later.number(after) !== undefined) return true;
    const isSame = sameShape(earlier.shape(before), later.shape(after));
    return isSame && sameAttributes(earlier.attributes(before), later.attributes(after));
  }
}

let lent = new Int32Array(0);

/** Places are needed only while one program is made, so they are written into the same array each time. */
function scratch(length: number): Int32Array {
  if (length > lent.length) lent = new Int32Array(length + (length >> 3));
  return lent.subarray(0, length);
}

/** Whether two nodes are the same number, or neither is a number that is known. */
export function sameNumber(one: Program, node: NodeId, other: Program, otherNode: NodeId): boolean {
  return Object.is(one.number(node), other.number(otherNode));
}

/** A gradient whose nodes, with those of the reverse pass, have the places that they have now. */
export function moved(
  { root, adjoints, contributions }: Gradient,
  carries: Uint8Array,
  { earlier, later, of, areMoved }: Places,
): Gradient {
  if (!areMoved) return { root, adjoints, contributions, carries };
  const target = of[root];
  const movedAdjoints = new Int32Array(target + 1).fill(-1);
  const movedContributions = new Int32Array(later.operandStart(target + 1)).fill(-1);
  for (let node = 0; node <= root; node++) {
    if (adjoints[node] < 0) continue;
    movedAdjoints[of[node]] = of[adjoints[node]];
    const start = earlier.operandStart(node);
    const shift = later.operandStart(of[node]) - start;
    const end = earlier.operandStart(node + 1);
    for (let i = start; i < end; i++) {
      if (contributions[i] >= 0) movedContributions[i + shift] = of[contributions[i]];
    }
  }
  return { root: target, adjoints: movedAdjoints, contributions: movedContributions, carries };
}
