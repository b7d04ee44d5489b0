/** Value numbering: a hash table of a program's nodes by operator, operands and attributes, which finds equal nodes. */

import { constant } from '../ir/constant.ts';
import { type Attributes, attributesEqual, isEmpty, type Operator } from '../ir/operator.ts';
import { codeOf } from '../ir/operatorCodes.ts';
import type { NodeId, Program } from '../ir/program.ts';

export class ValueNumbering {
  readonly #program: Program;
  /** Open addressing with linear probing; −1 marks free slots. */
  #table: Int32Array;
  #count = 0;

  /** @param capacity the approximate number of nodes. */
  constructor(program: Program, capacity: number) {
    this.#program = program;
    this.#table = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity + 1))).fill(-1);
  }

  findOrAdd(operator: Operator, operands: readonly NodeId[], attributes: Attributes): NodeId {
    const mask = this.#table.length - 1;
    let slot = hashOf(operator, operands, attributes) & mask;
    for (; this.#table[slot] >= 0; slot = (slot + 1) & mask) {
      if (this.#isEqual(this.#table[slot], operator, operands, attributes)) return this.#table[slot];
    }
    const node = this.#program.add(operator, operands, attributes);
    this.#table[slot] = node;
    this.#count++;
    if (2 * this.#count > this.#table.length) this.#grow();
    return node;
  }

  #grow(): void {
    const nodes = this.#table.filter((node) => node >= 0);
    this.#table = new Int32Array(2 * this.#table.length).fill(-1);
    for (const node of nodes) this.#table[this.#freeSlotFor(node)] = node;
  }

  #freeSlotFor(node: NodeId): number {
    const program = this.#program;
    const mask = this.#table.length - 1;
    let slot = hashOf(program.operator(node), program.operands(node), program.attributes(node)) & mask;
    while (this.#table[slot] >= 0) slot = (slot + 1) & mask;
    return slot;
  }

  #isEqual(node: NodeId, operator: Operator, operands: readonly NodeId[], attributes: Attributes): boolean {
    const program = this.#program;
    return (
      program.operator(node) === operator &&
      program.arity(node) === operands.length &&
      operands.every((operand, operandIndex) => program.operand(node, operandIndex) === operand) &&
      attributesEqual(program.attributes(node), attributes)
    );
  }
}

function hashOf(operator: Operator, operands: readonly NodeId[], attributes: Attributes): number {
  let hash = codeOf(operator);
  for (const operand of operands) hash = murmurMix(hash, operand);
  if (operator !== constant) return isEmpty(attributes) ? hash : hash + hashOfAttributes(attributes);
  const values = attributes.values ?? [];
  hash = murmurMix(hash, values.length);
  const stride = Math.ceil(values.length / maxHashedValues);
  for (let i = 0; i < values.length; i += stride) {
    floatView[0] = values[i];
    hash = murmurMix(murmurMix(hash, wordView[0]), wordView[1]);
  }
  return hash;
}

/** Hashes the attributes that often distinguish nodes, such as the bounds of slices of one tensor. */
function hashOfAttributes({ axis, begin, step, shape, count, start, stop }: Attributes): number {
  let hash = 0;
  for (const list of [axis, begin, step, shape]) for (const value of list ?? []) hash = murmurMix(hash, value);
  return murmurMix(murmurMix(murmurMix(hash, count ?? 0), start ?? 0), stop ?? 0);
}

/** The hash covers this many values of a constant; equality compares all of them. */
const maxHashedValues = 256;

const floatView = new Float64Array(1);
const wordView = new Int32Array(floatView.buffer);

/** One round of MurmurHash3. */
function murmurMix(hash: number, value: number): number {
  const scattered = Math.imul(value, 0xcc9e2d51);
  const combined = hash ^ Math.imul((scattered << 15) | (scattered >>> 17), 0x1b873593);
  return Math.imul((combined << 13) | (combined >>> 19), 5) + 0xe6546b64;
}
