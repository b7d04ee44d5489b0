/** Mappings of the nodes of a program to those of the next version, which reuses what they stand for. */

import { attributesEqual } from '../ir/operator.ts';
import type { NodeId, NodeRange, Program } from '../ir/program.ts';
import { shapesEqual } from '../ir/shape.ts';
import { iota } from '../math/iota.ts';

/** A range of the previous program's nodes that are unchanged in the current one, and the node there that it maps to. */
interface MappedRange extends NodeRange {
  readonly target: NodeId;
}

/** Maps the nodes of the previous program to those of the current one. */
export class NodeMapping {
  readonly previous: Program;
  readonly current: Program;
  /** For each node of the previous program, the node of the current one; −1 if there is none. */
  readonly targets: Int32Array;
  /** The ranges that were copied or matched. */
  readonly ranges: MappedRange[] = [];
  /** True if some of the nodes, or their operands, have other indices. */
  hasMoved = false;
  /** The end of the common prefix, whose nodes have the same indices in both programs. */
  #alignedEnd: NodeId = 0;

  constructor(previous: Program, current: Program) {
    this.previous = previous;
    this.current = current;
    this.targets = borrowScratch(previous.length).fill(-1);
  }

  /** True if all nodes before `end` have the same indices. */
  isAlignedUpTo(end: NodeId): boolean {
    return end <= this.#alignedEnd;
  }

  /** Appends a range of the previous program, whose operands must be mapped. */
  reuse(range: NodeRange): void {
    const target = this.current.length;
    const isAligned =
      range.first === this.#alignedEnd && range.first === target && this.current.sharesColumnsWith(this.previous);
    this.#addRange(range, target);
    if (isAligned) this.current.reuseUpTo(range.end);
    else this.current.copyRange(this.previous, range, this.hasMoved ? this.targets : undefined);
  }

  /** Maps one range to another if they differ only in constants that no gradient rule reads. @returns whether they do. */
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
    const read = operator.vjpConstantOperand;
    if (
      read !== undefined &&
      !constantsEqual(previous, previous.operand(previousNode, read), current, current.operand(currentNode, read))
    )
      return false;
    if (previous.constantValue(previousNode) !== undefined && current.constantValue(currentNode) !== undefined)
      return true;
    const hasSameShape = shapesEqual(previous.shape(previousNode), current.shape(currentNode));
    return hasSameShape && attributesEqual(previous.attributes(previousNode), current.attributes(currentNode));
  }
}

let scratchBuffer = new Int32Array(0);

/** The targets are needed only while one program is built, so all mappings share one array. */
function borrowScratch(length: number): Int32Array {
  if (length > scratchBuffer.length) scratchBuffer = new Int32Array(length + (length >> 3));
  return scratchBuffer.subarray(0, length);
}

/** True if two nodes are the same constant, or neither is a constant. */
export function constantsEqual(program: Program, node: NodeId, otherProgram: Program, otherNode: NodeId): boolean {
  return Object.is(program.constantValue(node), otherProgram.constantValue(otherNode));
}
