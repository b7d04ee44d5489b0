/** A growing list of instructions and the positions between them where a run may yield. */

import { elementsPerSlice } from '../../slices.ts';
import type { WasmInstance } from '../wasmInstance.ts';
import type { Instruction } from './instruction.ts';

/** Instructions between two addresses. */
export interface CodeSegment {
  readonly start: number;
  readonly end: number;
}

export class Code {
  #words = new Int32Array(256);
  #length = 0;
  /** The length in words at each position where a run may yield. */
  readonly #yieldPoints: number[] = [];
  #elements = 0;

  /** The length in bytes. */
  get length(): number {
    return 4 * this.#length;
  }

  /** @param elements how many elements the instruction reads and writes. */
  append([opcode, ...args]: Instruction, elements: number): void {
    this.allocateInstruction(opcode, args.length, elements).set(args);
  }

  /** Appends an instruction and returns its arguments, to be filled in at once. */
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

  /** Copies the instructions into the instance's memory and returns the segments between yields. */
  loadInto(instance: WasmInstance): CodeSegment[] {
    const start = instance.allocateCopy(this.#words.subarray(0, this.#length));
    const bounds = [0, ...this.#yieldPoints, this.#length];
    return bounds.slice(1).map((end, i) => ({ start: start + 4 * bounds[i], end: start + 4 * end }));
  }
}
