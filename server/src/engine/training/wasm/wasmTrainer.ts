/** Training on a WebAssembly instance: evaluation and updates are instructions, and all numbers stay in its memory. */

import type { Operation } from '../../runtime/js/operations.ts';
import type { Kernels } from '../../runtime/wasm/kernelSelection.ts';
import { WasmInstance } from '../../runtime/wasm/wasmInstance.ts';
import type { Batch } from '../batches.ts';
import type { BatchProgram } from '../batchProgram.ts';
import { type OptimizerState, optimizers } from '../optimizers.ts';
import { type NonFiniteParam, normOf, type Trainer } from '../trainer.ts';
import type { TrainingJob } from '../trainingJob.ts';
import { BatchCode } from './batchCode.ts';
import { maxOptimizerArgs, type OptimizerKernel, optimizerKernels } from './optimizerKernels.ts';
import { type FloatArray, TrainingMemory } from './trainingMemory.ts';

/** A param in the instance's memory. */
interface ParamState {
  /** The value as it was set: it is not rounded before its first step. */
  readonly initial: Float64Array;
  readonly value: FloatArray;
  /** The optimizer's state. */
  readonly stateBuffers: readonly FloatArray[];
  /** The number of steps that have updated it. */
  steps: number;
}

export class WasmTrainer implements Trainer {
  readonly #memory: TrainingMemory;
  readonly #optimizer: OptimizerKernel;
  readonly #batchCodes: ReadonlyMap<number, BatchCode>;
  readonly #params: readonly ParamState[];
  /** The arguments of the optimizer kernel. */
  readonly #optimizerArgs: Float64Array;
  readonly #operations: readonly Operation[];
  /** The code of the last evaluation. */
  #code: BatchCode | undefined;

  /** @throws RangeError when its numbers don't fit into memory. */
  constructor(job: TrainingJob, programs: readonly BatchProgram[], kernels: Kernels) {
    const instance = new WasmInstance(kernels, (operation) => this.#operations[operation]());
    this.#memory = new TrainingMemory(instance, job);
    this.#optimizer = optimizerKernels[job.optimizer];
    const batchCodes = new Map<number, BatchCode>();
    const operations: (() => Operation)[] = [];
    for (const program of programs)
      batchCodes.set(program.samples, new BatchCode(program, this.#memory, this.#optimizer, operations));
    this.#batchCodes = batchCodes;
    this.#memory.finalize();
    for (const code of batchCodes.values()) code.finalize();
    this.#operations = operations.map((create) => create());
    const { createState } = optimizers.find(({ name }) => name === job.optimizer)!;
    const bufferCount = createState(0).stateBuffers.length;
    this.#params = this.#memory.params.map(({ size, value, stateBuffers }) => ({
      initial: new Float64Array(size),
      value: this.#memory.view(value, size),
      stateBuffers: stateBuffers.slice(0, bufferCount).map((address) => this.#memory.view(address, size)),
      steps: 0,
    }));
    this.#optimizerArgs = new Float64Array(instance.buffer, this.#memory.optimizerArgs, maxOptimizerArgs);
    for (const [i, { address }] of this.#memory.data.entries())
      this.#memory.view(address, job.data[i].length).set(job.data[i]);
  }

  get params(): readonly Float64Array[] {
    return this.#params.map(({ steps, initial, value }) => (steps === 0 ? initial.slice() : Float64Array.from(value)));
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
      for (const [bufferIndex, buffer] of param.stateBuffers.entries()) {
        if (state) buffer.set(state.stateBuffers[bufferIndex]);
        else buffer.fill(0);
      }
    }
  }

  evaluate(batch: Batch, draw: number): void {
    this.#code = this.#codeFor(batch.length);
    this.#code.evaluate(batch, draw);
  }

  *evaluateInSlices(batch: Batch, draw: number): Generator<undefined, void> {
    this.#code = this.#codeFor(batch.length);
    yield* this.#code.evaluateInSlices(batch, draw);
  }

  get objective(): number {
    return this.#memory.read(this.#code!.objective);
  }

  normsOf(layers: readonly (readonly number[])[]): number[] {
    const gradients = new Map(this.#code!.updates.map(({ param, gradient }) => [param, gradient]));
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
    const { updates } = this.#code!;
    this.#memory.writeWord(this.#memory.nonFiniteFlag, 0);
    for (let i = 0; i < updates.length; i++) this.#params[updates[i].param].steps++;
    // Params with the same step count share the arguments; usually all of them do.
    for (let first = 0, end = 0; first < updates.length; first = end) {
      const { steps } = this.#params[updates[first].param];
      while (end < updates.length && this.#params[updates[end].param].steps === steps) end++;
      this.#optimizer.writeArgs(this.#optimizerArgs, hyperparameters, steps);
      this.#code!.update(first, end);
    }
    return this.#memory.readWord(this.#memory.nonFiniteFlag) === 0 ? undefined : this.#revert();
  }

  /** The update stored the previous value of each param over its gradient. */
  #revert(): NonFiniteParam | undefined {
    let nonFinite: NonFiniteParam | undefined;
    for (const { param, gradient } of this.#code!.updates) {
      const { value } = this.#params[param];
      const nonFiniteValue = value.find((element) => !Number.isFinite(element));
      if (nonFiniteValue !== undefined) nonFinite ??= { param, value: nonFiniteValue };
      value.set(this.#memory.view(gradient, value.length));
    }
    return nonFinite;
  }

  #codeFor(samples: number): BatchCode {
    const code = this.#batchCodes.get(samples);
    if (code === undefined) throw new Error(`the job has no program for ${samples} samples`);
    return code;
  }
}
