/** Memory shared by all programs of a training run: samples, params and optimizer states. */

import type { SampleElements } from '../../ir/tensor.ts';
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
  /** The address of all samples of each data tensor, and the elements per sample. Without an address, a step copies its samples from `samples`. */
  readonly data: readonly { readonly address: number | undefined; readonly width: number }[];
  /** All samples of each data tensor. */
  readonly samples: readonly SampleElements[];
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
    this.samples = data;
    const isInside = data.reduce((total, { length }) => total + length, 0) <= maxInside;
    this.data = data.map(({ length }) => ({
      address: isInside ? this.allocate(length) : undefined,
      width: sampleCount === 0 ? 0 : length / sampleCount,
    }));
    this.sampleCount = sampleCount;
    this.order = instance.allocate(bytesPerWord * sampleCount);
    this.optimizerArgs = instance.allocate(Float64Array.BYTES_PER_ELEMENT * maxOptimizerArgs);
    this.nonFiniteFlag = instance.allocate(bytesPerWord);
  }

  /** True if the memory has all samples. */
  get hasSamples(): boolean {
    return this.data.every(({ address }) => address !== undefined);
  }

  /** Writes all samples, if the memory has them. */
  writeSamples(): void {
    for (const [i, { address }] of this.data.entries())
      if (address !== undefined) this.view(address, this.samples[i].length).set(this.samples[i]);
  }

  /** Copies some samples of a data tensor to an address. */
  copySamples(index: number, order: Int32Array, start: number, count: number, address: number): void {
    const { width } = this.data[index];
    const all = this.samples[index];
    const target = this.view(address, count * width);
    for (let row = 0; row < count; row++) {
      const sample = order[start + row];
      target.set(all.subarray(sample * width, (sample + 1) * width), row * width);
    }
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

/** The elements of all samples that are copied into the memory, where WebAssembly gathers them. Of more, each step copies its own. */
const maxInside = 1 << 22;

const bytesPerWord = Int32Array.BYTES_PER_ELEMENT;
