/** Instructions, written one after another, and between which of them a run may stop. */

import type { Machine } from '../kernels/native.ts';
import { elementsPerSlice } from '../slices.ts';
import type { Instruction } from './instruction.ts';

/** Instructions between two addresses. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export class Code {
  readonly #words: number[] = [];
  /** How many words there are at each chance to stop. */
  readonly #stops: number[] = [];
  #elements = 0;

  /** @param elements how many it reads and writes. */
  append([opcode, ...values]: Instruction, elements: number): void {
    this.#words.push(opcode, values.length + 2, ...values);
    this.#elements += elements;
    if (this.#elements <= elementsPerSlice) return;
    this.#stops.push(this.#words.length);
    this.#elements = 0;
  }

  /** Writes them into the machine's memory, and says where each slice of them lies. */
  load(machine: Machine): Stretch[] {
    const length = this.#words.length;
    const start = machine.reserve(4 * length);
    new Int32Array(machine.buffer, start, length).set(this.#words);
    const bounds = [0, ...this.#stops, length];
    return bounds.slice(1).map((end, slice) => ({ start: start + 4 * bounds[slice], end: start + 4 * end }));
  }
}
