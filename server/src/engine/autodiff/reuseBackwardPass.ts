/** Reuse of the previous program's backward pass by one in which the same nodes have other indices or other numbers. */

import { iota } from '../ir/iota.ts';
import { attributesEqual } from '../ir/operator.ts';
import type { NodeId, NodeRange, Program } from '../ir/program.ts';
import { shapesEqual } from '../ir/shape.ts';
import { power } from '../operators/elementwise/arithmetic.ts';
import type { Gradient } from './differentiate.ts';

/** A run of nodes that are unchanged in the later program, from a node on. */
interface MappedRange extends NodeRange {
  readonly target: NodeId;
}

/** The index in the later program of each node of the previous one; −1 of those that it does not have. */
export class NodeMapping {
  readonly previous: Program;
  readonly current: Program;
  readonly targets: Int32Array;
  /** The nodes that were taken over, or found, together. */
  readonly ranges: MappedRange[] = [];
  /** Whether some of the nodes, or their operands, have other indices. */
  hasMoved = false;
  /** Up to this one, all nodes have the same indices in both programs. */
  #alignedEnd: NodeId = 0;

  constructor(previous: Program, current: Program) {
    this.previous = previous;
    this.current = current;
    this.targets = borrowScratch(previous.length).fill(-1);
  }

  /** Whether all nodes up to one have the same indices. */
  isAlignedUpTo(end: NodeId): boolean {
    return end <= this.#alignedEnd;
  }

  /** Adds nodes whose operands are mapped. */
  reuse(range: NodeRange): void {
    const target = this.current.length;
    const isAligned =
      range.first === this.#alignedEnd && range.first === target && this.current.sharesColumnsWith(this.previous);
    this.#addRange(range, target);
    if (isAligned) this.current.reuseUpTo(range.end);
    else this.current.append(this.previous, range, this.hasMoved ? this.targets : undefined);
  }

  /** Maps each node of a range to one of another range, if they differ in numbers only that no gradient rule reads. */
  match(previousRange: NodeRange, currentRange: NodeRange): boolean {
    if (previousRange.end - previousRange.first !== currentRange.end - currentRange.first) return false;
    const shift = currentRange.first - previousRange.first;
    for (let node = previousRange.first; node < previousRange.end; node++) {
      this.targets[node] = node + shift;
      if (this.#isEquivalent(node, node + shift)) continue;
      this.targets.fill(-1, previousRange.first, node + 1);
      return false;
    }
    this.#addRange(previousRange, currentRange.first);
    return true;
  }

  #addRange({ first, end }: NodeRange, target: NodeId): void {
    this.targets.set(iota(target + end - first).subarray(target), first);
    this.ranges.push({ first, end, target });
    this.hasMoved ||= first !== target || this.previous.operandOffset(first) !== this.current.operandOffset(target);
    if (first === target && first === this.#alignedEnd) this.#alignedEnd = end;
  }

  #isEquivalent(previousNode: NodeId, currentNode: NodeId): boolean {
    const { previous, current } = this;
    const operator = previous.operator(previousNode);
    const arity = previous.arity(previousNode);
    if (operator !== current.operator(currentNode) || arity !== current.arity(currentNode)) return false;
    for (let operandIndex = 0; operandIndex < arity; operandIndex++) {
      if (this.targets[previous.operand(previousNode, operandIndex)] !== current.operand(currentNode, operandIndex))
        return false;
    }
    if (operator === power)
      return constantsEqual(previous, previous.operand(previousNode, 1), current, current.operand(currentNode, 1));
    if (previous.constantValue(previousNode) !== undefined && current.constantValue(currentNode) !== undefined)
      return true;
    const hasSameShape = shapesEqual(previous.shape(previousNode), current.shape(currentNode));
    return hasSameShape && attributesEqual(previous.attributes(previousNode), current.attributes(currentNode));
  }
}

let scratchBuffer = new Int32Array(0);

/** Places are needed only while one program is made, so they are written into the same array each time. */
function borrowScratch(length: number): Int32Array {
  if (length > scratchBuffer.length) scratchBuffer = new Int32Array(length + (length >> 3));
  return scratchBuffer.subarray(0, length);
}

/** Whether two nodes are the same number, or neither is a known number. */
export function constantsEqual(program: Program, node: NodeId, otherProgram: Program, otherNode: NodeId): boolean {
  return Object.is(program.constantValue(node), otherProgram.constantValue(otherNode));
}

/** A gradient with the indices that its nodes, and those of the backward pass, have now. */
export function remapGradient(
  { root, adjoints, contributions }: Gradient,
  requiresGrad: Uint8Array,
  { previous, current, targets, hasMoved }: NodeMapping,
): Gradient {
  if (!hasMoved) return { root, adjoints, contributions, requiresGrad };
  const target = targets[root];
  const remappedAdjoints = new Int32Array(target + 1).fill(-1);
  const remappedContributions = new Int32Array(current.operandOffset(target + 1)).fill(-1);
  for (let node = 0; node <= root; node++) {
    if (adjoints[node] < 0) continue;
    remappedAdjoints[targets[node]] = targets[adjoints[node]];
    const start = previous.operandOffset(node);
    const shift = current.operandOffset(targets[node]) - start;
    const end = previous.operandOffset(node + 1);
    for (let i = start; i < end; i++) {
      if (contributions[i] >= 0) remappedContributions[i + shift] = targets[contributions[i]];
    }
  }
  return { root: target, adjoints: remappedAdjoints, contributions: remappedContributions, requiresGrad };
}
