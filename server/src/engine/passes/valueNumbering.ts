/** Finds the node of a program that already computes something, or appends it: a hash table over operator, operands and attributes. */

import { type Attributes, isEmpty, type Operator, sameAttributes } from '../ir/operator.ts';
import type { NodeId, Program } from '../ir/program.ts';
import { constant } from '../operators/leaves.ts';
import { codeOf } from '../operators/table.ts';

export class Sharing {
  readonly #program: Program;
  /** Nodes at the place that their hash names, or at the next free one; −1 where a place is free. */
  #table: Int32Array;
  #count = 0;

  /** @param capacity about how many nodes will be found. */
  constructor(program: Program, capacity: number) {
    this.#program = program;
    this.#table = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity + 1))).fill(-1);
  }

  find(operator: Operator, operands: readonly NodeId[], attributes: Attributes): NodeId {
    const mask = this.#table.length - 1;
    let place = hashOf(operator, operands, attributes) & mask;
    for (; this.#table[place] >= 0; place = (place + 1) & mask) {
      if (this.#computes(this.#table[place], operator, operands, attributes)) return this.#table[place];
    }
    const node = this.#program.add(operator, operands, attributes);
    this.#table[place] = node;
    this.#count++;
    if (2 * this.#count > this.#table.length) this.#grow();
    return node;
  }

  #grow(): void {
    const found = this.#table.filter((node) => node >= 0);
    this.#table = new Int32Array(2 * this.#table.length).fill(-1);
    for (const node of found) this.#table[this.#freePlaceOf(node)] = node;
  }

  #freePlaceOf(node: NodeId): number {
    const program = this.#program;
    const mask = this.#table.length - 1;
    let place = hashOf(program.operator(node), program.operands(node), program.attributes(node)) & mask;
    while (this.#table[place] >= 0) place = (place + 1) & mask;
    return place;
  }

  #computes(node: NodeId, operator: Operator, operands: readonly NodeId[], attributes: Attributes): boolean {
    const program = this.#program;
    return (
      program.operator(node) === operator &&
      program.arity(node) === operands.length &&
      operands.every((operand, position) => program.operand(node, position) === operand) &&
      sameAttributes(program.attributes(node), attributes)
    );
  }
}

function hashOf(operator: Operator, operands: readonly NodeId[], attributes: Attributes): number {
  let hash = codeOf(operator);
  for (const operand of operands) hash = mixed(hash, operand);
  if (operator !== constant) return isEmpty(attributes) ? hash : hash + hashOfAttributes(attributes);
  const values = attributes.values ?? [];
  for (let i = 0; i < values.length; i++) {
    word[0] = values[i];
    hash = mixed(mixed(hash, halves[0]), halves[1]);
  }
  return hash;
}

/** Many nodes may differ in these alone, such as the parts of one tensor. */
function hashOfAttributes({ axis, begin, step, shape, count, start, stop }: Attributes): number {
  let hash = 0;
  for (const numbers of [axis, begin, step, shape]) for (const value of numbers ?? []) hash = mixed(hash, value);
  return mixed(mixed(mixed(hash, count ?? 0), start ?? 0), stop ?? 0);
}

const word = new Float64Array(1);
const halves = new Int32Array(word.buffer);

/** One round of MurmurHash3. */
function mixed(hash: number, value: number): number {
  const scattered = Math.imul(value, 0xcc9e2d51);
  const turned = hash ^ Math.imul((scattered << 15) | (scattered >>> 17), 0x1b873593);
  return Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64;
}
