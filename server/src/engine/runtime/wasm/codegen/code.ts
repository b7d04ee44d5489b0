/** Instructions, written one after another, and between which of them a run may stop. */

import { elementsPerSlice } from '../../slices.ts';
import type { WasmInstance } from '../kernels.ts';
import type { Instruction } from './instruction.ts';

/** Instructions between two addresses. */
export interface CodeSegment {
  readonly start: number;
  readonly end: number;
}

export class Code {
  #words = new Int32Array(256);
  #length = 0;
  /** How many words there are at each chance to stop. */
  readonly #yieldPoints: number[] = [];
  #elements = 0;

  /** How many bytes they have. */
  get length(): number {
    return 4 * this.#length;
  }

  /** @param elements how many it reads and writes. */
  append([opcode, ...args]: Instruction, elements: number): void {
    this.allocateInstruction(opcode, args.length, elements).set(args);
  }

  /** Appends an instruction, and returns where its arguments are to be written at once. */
  allocateInstruction(opcode: number, argCount: number, elements: number): Int32Array {
    const start = this.#length;
    const end = start + 2 + argCount;
    this.#elements += elements;
    if (this.#elements > elementsPerSlice) {
      this.#yieldPoints.push(end);
      this.#elements = 0;
    }
    if (end > this.#words.length) {
      const grown = new Int32Array(2 * end);
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#words[start] = opcode;
    this.#words[start + 1] = 2 + argCount;
    this.#length = end;
    return this.#words.subarray(start + 2, end);
  }

  /** Writes them into the machine's memory, and says where what lies between two chances to stop is. */
  loadInto(instance: WasmInstance): CodeSegment[] {
    const start = instance.allocateCopy(this.#words.subarray(0, this.#length));
    const bounds = [0, ...this.#yieldPoints, this.#length];
    return bounds.slice(1).map((end, i) => ({ start: start + 4 * bounds[i], end: start + 4 * end }));
  }
}
