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
  append(instruction: Instruction, elements: number): void {
    this.#words.push(instruction[0], instruction.length + 1);
    for (let i = 1; i < instruction.length; i++) this.#words.push(instruction[i]);
    this.#elements += elements;
    if (this.#elements <= elementsPerSlice) return;
    this.#stops.push(this.#words.length);
    this.#elements = 0;
  }

  /** Writes them into the machine's memory, and says where what lies between two chances to stop is. */
  load(machine: Machine): Stretch[] {
    const start = machine.put(Int32Array.from(this.#words));
    const bounds = [0, ...this.#stops, this.#words.length];
    return bounds.slice(1).map((end, i) => ({ start: start + 4 * bounds[i], end: start + 4 * end }));
  }
}
