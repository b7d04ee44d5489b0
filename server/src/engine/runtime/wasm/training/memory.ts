/** What all programs of a training run share of a machine: the samples, the params, and what the optimizer remembers of them. */

import type { TrainingJob } from '../../../training/train.ts';
import { Workspace } from '../codegen/workspace.ts';
import type { Machine } from '../kernels.ts';
import { mostNumbers } from './optimizers.ts';

/** Numbers of either precision. */
export type Numbers = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** Where a param lies. */
export interface ParamPlace {
  readonly size: number;
  readonly value: number;
  /** Of what the optimizer remembers: at most two numbers for each element. */
  readonly memory: readonly [number, number];
}

export class TrainingMemory {
  readonly machine: Machine;
  readonly workspace: Workspace;
  readonly params: readonly ParamPlace[];
  /** Where all samples of each data lie, and how many numbers one has. */
  readonly data: readonly { readonly all: number; readonly width: number }[];
  /** How many samples there are, and where the order lies in which they are taken. */
  readonly samples: number;
  readonly order: number;
  /** Where the numbers lie that the optimizer is told at a step. */
  readonly told: number;
  /** A word that becomes 1 where a param has left the finite numbers. */
  readonly lost: number;
  readonly bytesPerNumber: number;
  #numbers: Numbers = new Float64Array();
  #words = new Int32Array();
  #loadedOrder: Int32Array | undefined;

  /** @throws RangeError when they don't fit into memory. */
  constructor(machine: Machine, { params, data, samples, precision }: TrainingJob) {
    this.machine = machine;
    this.workspace = new Workspace(machine);
    this.bytesPerNumber = precision === 'f64' ? Float64Array.BYTES_PER_ELEMENT : Float32Array.BYTES_PER_ELEMENT;
    this.params = params.map(({ length }) => ({
      size: length,
      value: this.reserve(length),
      memory: [this.reserve(length), this.reserve(length)],
    }));
    this.data = data.map(({ length }) => ({ all: this.reserve(length), width: samples === 0 ? 0 : length / samples }));
    this.samples = samples;
    this.order = machine.reserve(bytesPerWord * samples);
    this.told = machine.reserve(Float64Array.BYTES_PER_ELEMENT * mostNumbers);
    this.lost = machine.reserve(bytesPerWord);
  }

  /** Sets room aside for so many numbers. */
  reserve(count: number): number {
    return this.machine.reserve(this.bytesPerNumber * count);
  }

  /** To be called once nothing more is reserved, and before anything is read or written. */
  close(): void {
    this.#numbers = this.view(0, this.machine.buffer.byteLength / this.bytesPerNumber);
    this.#words = new Int32Array(this.machine.buffer);
  }

  read(address: number): number {
    return this.#numbers[address / this.bytesPerNumber];
  }

  write(address: number, value: number): void {
    this.#numbers[address / this.bytesPerNumber] = value;
  }

  readWord(address: number): number {
    return this.#words[address / bytesPerWord];
  }

  writeWord(address: number, value: number): void {
    this.#words[address / bytesPerWord] = value;
  }

  /** Numbers at an address, for as long as nothing more is reserved. */
  view(address: number, count: number): Numbers {
    const { buffer } = this.machine;
    return this.bytesPerNumber === Float64Array.BYTES_PER_ELEMENT
      ? new Float64Array(buffer, address, count)
      : new Float32Array(buffer, address, count);
  }

  /** Where the place of a sample in an order lies. */
  addressOfSample(order: Int32Array, place: number): number {
    if (order !== this.#loadedOrder) {
      this.#words.set(order, this.order / bytesPerWord);
      this.#loadedOrder = order;
    }
    return this.order + bytesPerWord * place;
  }

  /** Runs the instructions between two addresses. */
  run(start: number, end: number): void {
    if (this.bytesPerNumber === Float64Array.BYTES_PER_ELEMENT) this.machine.run64(start, end);
    else this.machine.run32(start, end);
  }
}

const bytesPerWord = Int32Array.BYTES_PER_ELEMENT;
