/** Memory shared by all programs of a training run: samples, params and optimizer states. */

import { Workspace } from '../../runtime/wasm/codegen/workspace.ts';
import { maxOptimizerArgs } from '../../runtime/wasm/optimizerArgs.ts';
import type { WasmInstance } from '../../runtime/wasm/wasmInstance.ts';
import type { TrainingJob } from '../trainingJob.ts';

/** Elements of either precision. */
export type FloatArray = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** Addresses of a param. */
export interface ParamAddresses {
  readonly size: number;
  readonly value: number;
  /** Optimizer state: up to two numbers per element. */
  readonly stateBuffers: readonly [number, number];
}

export class TrainingMemory {
  readonly instance: WasmInstance;
  readonly workspace: Workspace;
  readonly params: readonly ParamAddresses[];
  /** The address of all samples of each data tensor, and the elements per sample. */
  readonly data: readonly { readonly address: number; readonly width: number }[];
  /** The number of samples, and the address of the list of their order. */
  readonly sampleCount: number;
  readonly order: number;
  /** Address of the optimizer's arguments. */
  readonly optimizerArgs: number;
  /** Address of a flag that becomes 1 when a param is no longer finite. */
  readonly nonFiniteFlag: number;
  readonly bytesPerElement: number;
  #elements: FloatArray = new Float64Array();
  #words = new Int32Array();
  #loadedOrder: Int32Array | undefined;

  /** @throws RangeError when they don't fit into memory. */
  constructor(instance: WasmInstance, { params, data, sampleCount, precision }: TrainingJob) {
    this.instance = instance;
    this.workspace = new Workspace(instance);
    this.bytesPerElement = precision === 'f64' ? Float64Array.BYTES_PER_ELEMENT : Float32Array.BYTES_PER_ELEMENT;
    this.params = params.map(({ length }) => ({
      size: length,
      value: this.allocate(length),
      stateBuffers: [this.allocate(length), this.allocate(length)],
    }));
    this.data = data.map(({ length }) => ({
      address: this.allocate(length),
      width: sampleCount === 0 ? 0 : length / sampleCount,
    }));
    this.sampleCount = sampleCount;
    this.order = instance.allocate(bytesPerWord * sampleCount);
    this.optimizerArgs = instance.allocate(Float64Array.BYTES_PER_ELEMENT * maxOptimizerArgs);
    this.nonFiniteFlag = instance.allocate(bytesPerWord);
  }

  /** Allocates `count` elements. */
  allocate(count: number): number {
    return this.instance.allocate(this.bytesPerElement * count);
  }

  /** To be called after the last allocation and before the first read or write. */
  finalize(): void {
    this.#elements = this.view(0, this.instance.buffer.byteLength / this.bytesPerElement);
    this.#words = new Int32Array(this.instance.buffer);
  }

  read(address: number): number {
    return this.#elements[address / this.bytesPerElement];
  }

  write(address: number, value: number): void {
    this.#elements[address / this.bytesPerElement] = value;
  }

  readWord(address: number): number {
    return this.#words[address / bytesPerWord];
  }

  writeWord(address: number, value: number): void {
    this.#words[address / bytesPerWord] = value;
  }

  /** Elements at an address; valid until the next allocation. */
  view(address: number, count: number): FloatArray {
    const { buffer } = this.instance;
    return this.bytesPerElement === Float64Array.BYTES_PER_ELEMENT
      ? new Float64Array(buffer, address, count)
      : new Float32Array(buffer, address, count);
  }

  /** The address of an entry in the order; loads the order if it is another one. */
  addressOfSample(order: Int32Array, index: number): number {
    if (order !== this.#loadedOrder) {
      this.#words.set(order, this.order / bytesPerWord);
      this.#loadedOrder = order;
    }
    return this.order + bytesPerWord * index;
  }

  /** Runs the instructions between two addresses. */
  run(start: number, end: number): void {
    if (this.bytesPerElement === Float64Array.BYTES_PER_ELEMENT) this.instance.run64(start, end);
    else this.instance.run32(start, end);
  }
}

const bytesPerWord = Int32Array.BYTES_PER_ELEMENT;
