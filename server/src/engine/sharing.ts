/** Finds the node of a program that already computes something, or appends it: a hash table over operator, operands and attributes. */

import { codeOf } from './ops.ts';
import { constant } from './ops/leaves.ts';
import type { Attributes, Operator } from './operator.ts';
import type { NodeId, Program } from './program.ts';

export class Sharing {
  readonly #program: Program;
  /** The last node of each hash; nodes with the same hash are chained. */
  readonly #latest = new Map<number, NodeId>();
  readonly #earlier = new Map<NodeId, NodeId>();

  constructor(program: Program) {
    this.#program = program;
  }

  find(operator: Operator, operands: readonly NodeId[], attributes: Attributes): NodeId {
    const hash = hashOf(operator, operands, attributes);
    const latest = this.#latest.get(hash);
    for (let node = latest; node !== undefined; node = this.#earlier.get(node)) {
      if (this.#computes(node, operator, operands, attributes)) return node;
    }
    const node = this.#program.add(operator, operands, attributes);
    this.#latest.set(hash, node);
    if (latest !== undefined) this.#earlier.set(node, latest);
    return node;
  }

  #computes(node: NodeId, operator: Operator, operands: readonly NodeId[], attributes: Attributes): boolean {
    const program = this.#program;
    return (
      program.operator(node) === operator &&
      operands.every((operand, position) => program.operand(node, position) === operand) &&
      sameAttributes(program.attributes(node), attributes)
    );
  }
}

function hashOf(operator: Operator, operands: readonly NodeId[], attributes: Attributes): number {
  let hash = codeOf(operator);
  for (const operand of operands) hash = (Math.imul(hash, 0x01000193) ^ operand) | 0;
  if (operator === constant && attributes.values?.length) {
    hash = (Math.imul(hash, 0x01000193) ^ (attributes.values[0] * 0x9e3779b1)) | 0;
  }
  return hash;
}

function sameAttributes(a: Attributes, b: Attributes): boolean {
  if (a === b) return true;
  return (
    sameNumbers(a.shape, b.shape) &&
    sameNumbers(a.axis, b.axis) &&
    (a.keep ?? false) === (b.keep ?? false) &&
    (a.transposeLeft ?? false) === (b.transposeLeft ?? false) &&
    (a.transposeRight ?? false) === (b.transposeRight ?? false) &&
    sameNumbers(a.values, b.values)
  );
}

function sameNumbers(a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
