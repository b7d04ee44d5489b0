/** Training on a WebAssembly instance: evaluation and updates are instructions, and all numbers stay in its memory. */

import type { Mode } from '../../ir/mode.ts';
import type { Operation } from '../../runtime/js/operations.ts';
import type { Kernels } from '../../runtime/wasm/kernelSelection.ts';
import { maxOptimizerArgs } from '../../runtime/wasm/optimizerArgs.ts';
import { WasmInstance } from '../../runtime/wasm/wasmInstance.ts';
import type { Batch } from '../batches.ts';
import { type BatchProgram, ByBatch } from '../batchProgram.ts';
import { clip, clippingOf, clipsGradients } from '../clipping.ts';
import { counterTable } from '../counters.ts';
import { type OptimizerState, optimizers } from '../optimizers.ts';
import { type NonFiniteParam, normOf, type Trainer } from '../trainer.ts';
import type { TrainingJob } from '../trainingJob.ts';
import { BatchCode } from './batchCode.ts';
import { type OptimizerKernel, optimizerKernels } from './optimizerKernels.ts';
import { type FloatArray, TrainingMemory } from './trainingMemory.ts';

/** A param in the instance's memory. */
interface ParamState {
  /** The value as it was set: it is not rounded before its first step. */
  readonly initial: Float64Array;
  readonly value: FloatArray;
  /** The optimizer's state. */
  readonly stateBuffers: readonly FloatArray[];
  /** The number of steps of the optimizer that have updated it. */
  steps: number;
  /** True once a step has changed it. */
  hasMoved: boolean;
}

export class WasmTrainer implements Trainer {
  readonly #memory: TrainingMemory;
  readonly #optimizer: OptimizerKernel;
  readonly #batchCodes = new ByBatch<BatchCode>();
  readonly #params: readonly ParamState[];
  /** The arguments of the optimizer kernel. */
  readonly #optimizerArgs: Float64Array;
  readonly #operations: readonly Operation[];
  readonly #clips: boolean;
  readonly counters = new Float64Array(counterTable.length);
  /** The code of the last evaluation. */
  #code: BatchCode | undefined;

  /** @throws RangeError when its numbers don't fit into memory. */
  constructor(job: TrainingJob, programs: readonly BatchProgram[], kernels: Kernels) {
    const instance = new WasmInstance(kernels, (operation) => this.#operations[operation]());
    this.#memory = new TrainingMemory(instance, job);
    this.#optimizer = optimizerKernels[job.optimizer];
    this.#clips = clipsGradients(job.hyperparameters);
    const operations: (() => Operation)[] = [];
    for (const program of programs)
      this.#batchCodes.set(program, new BatchCode(program, this.#memory, this.#optimizer, operations));
    this.#memory.finalize();
    for (const code of this.#batchCodes.values()) code.finalize();
    this.#operations = operations.map((create) => create());
    const { createState } = optimizers.find(({ name }) => name === job.optimizer)!;
    const bufferCount = createState(0).stateBuffers.length;
    this.#params = this.#memory.params.map(({ size, value, stateBuffers }) => ({
      initial: new Float64Array(size),
      value: this.#memory.view(value, size),
      stateBuffers: stateBuffers.slice(0, bufferCount).map((address) => this.#memory.view(address, size)),
      steps: 0,
      hasMoved: false,
    }));
    this.#optimizerArgs = new Float64Array(instance.buffer, this.#memory.optimizerArgs, maxOptimizerArgs);
    this.#memory.writeSamples();
  }

  get params(): readonly Float64Array[] {
    return this.#params.map(({ hasMoved, initial, value }) => (hasMoved ? Float64Array.from(value) : initial.slice()));
  }

  get states(): readonly (OptimizerState | undefined)[] {
    return this.#params.map(({ steps, stateBuffers }) =>
      steps === 0 ? undefined : { steps, stateBuffers: stateBuffers.map((buffer) => Float64Array.from(buffer)) },
    );
  }

  restore(params: readonly Float64Array[], states: readonly (OptimizerState | undefined)[]): void {
    for (const [i, param] of this.#params.entries()) {
      const state = states[i];
      param.initial.set(params[i]);
      param.value.set(params[i]);
      param.steps = state?.steps ?? 0;
      param.hasMoved = state !== undefined;
      for (const [bufferIndex, buffer] of param.stateBuffers.entries()) {
        if (state) buffer.set(state.stateBuffers[bufferIndex]);
        else buffer.fill(0);
      }
    }
  }

  evaluate(batch: Batch, draw: number, mode: Mode = 'training'): void {
    this.#code = this.#codeFor(batch.length, mode);
    this.#code.evaluate(batch, draw, this.counters);
  }

  *evaluateInSlices(batch: Batch, draw: number, mode: Mode = 'training'): Generator<undefined, void> {
    this.#code = this.#codeFor(batch.length, mode);
    yield* this.#code.evaluateInSlices(batch, draw, this.counters);
  }

  get objective(): number {
    return this.#memory.read(this.#code!.objective);
  }

  normsOf(layers: readonly (readonly number[])[]): number[] {
    const gradients = new Map(this.#code!.gradientUpdates.map(({ param, gradient }) => [param, gradient]));
    const gradientOf = (param: number): FloatArray | undefined => {
      const address = gradients.get(param);
      return address === undefined ? undefined : this.#memory.view(address, this.#params[param].value.length);
    };
    return layers.map((layer) => normOf(layer.map(gradientOf)));
  }

  readHyperparameters(target: Record<string, number>): void {
    const { hyperparameters } = this.#code!;
    for (let i = 0; i < hyperparameters.length; i++) {
      const { name, address } = hyperparameters[i];
      const value = this.#memory.read(address);
      // Writing a property by name takes longer than many instructions, and few change from step to step.
      if (target[name] !== value) target[name] = value;
    }
  }

  applyGradients(hyperparameters: Readonly<Record<string, number>>): NonFiniteParam | undefined {
    const { gradientUpdates, assignments } = this.#code!;
    if (this.#clips) this.#clipGradients(hyperparameters);
    this.#memory.writeWord(this.#memory.nonFiniteFlag, 0);
    for (let i = 0; i < gradientUpdates.length; i++) {
      const param = this.#params[gradientUpdates[i].param];
      param.steps++;
      param.hasMoved = true;
    }
    // Params with the same step count share the arguments; usually all of them do.
    for (let first = 0, end = 0; first < gradientUpdates.length; first = end) {
      const { steps } = this.#params[gradientUpdates[first].param];
      while (end < gradientUpdates.length && this.#params[gradientUpdates[end].param].steps === steps) end++;
      this.#optimizer.writeArgs(this.#optimizerArgs, hyperparameters, steps);
      this.#code!.update(first, end);
    }
    const nonFinite = this.#findNonFiniteSetting();
    if (nonFinite || this.#memory.readWord(this.#memory.nonFiniteFlag) !== 0) return this.#revert() ?? nonFinite;
    for (let i = 0; i < assignments.length; i++) this.#set(assignments[i].param, assignments[i].value);
    return undefined;
  }

  /** Changes the gradients in place, which share their memory with nothing. */
  #clipGradients(hyperparameters: Readonly<Record<string, number>>): void {
    const gradients = this.#code!.gradientUpdates.map(({ param, gradient }) =>
      this.#memory.view(gradient, this.#params[param].value.length),
    );
    const clipping = clippingOf(gradients, hyperparameters);
    if (clipping) for (const gradient of gradients) clip(gradient, clipping);
  }

  #findNonFiniteSetting(): NonFiniteParam | undefined {
    for (const { param, value: address } of this.#code!.assignments) {
      const { length } = this.#params[param].value;
      const value = this.#memory.view(address, length).find((element) => !Number.isFinite(element));
      if (value !== undefined) return { param, value };
    }
    return undefined;
  }

  #set(index: number, address: number): void {
    const param = this.#params[index];
    param.value.set(this.#memory.view(address, param.value.length));
    param.hasMoved = true;
  }

  /** The update stored the previous value of each param over its gradient. */
  #revert(): NonFiniteParam | undefined {
    let nonFinite: NonFiniteParam | undefined;
    for (const { param, gradient } of this.#code!.gradientUpdates) {
      const { value } = this.#params[param];
      const nonFiniteValue = value.find((element) => !Number.isFinite(element));
      if (nonFiniteValue !== undefined) nonFinite ??= { param, value: nonFiniteValue };
      value.set(this.#memory.view(gradient, value.length));
    }
    return nonFinite;
  }

  #codeFor(samples: number, mode: Mode): BatchCode {
    const code = this.#batchCodes.get(samples, mode);
    if (code === undefined) throw new Error(`the job has no program for ${samples} samples`);
    return code;
  }
}
