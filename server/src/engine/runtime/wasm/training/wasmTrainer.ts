/** Takes the steps of training on a machine: evaluation and update are instructions, and all numbers stay in its memory. */

import type { Batch } from '../../../training/batches.ts';
import type { BatchProgram } from '../../../training/batchProgram.ts';
import { type OptimizerState, optimizers } from '../../../training/optimizers.ts';
import type { TrainingJob } from '../../../training/train.ts';
import { type Lost, normOf, type Trainer } from '../../../training/trainer.ts';
import type { Operation } from '../../js/evaluateNode.ts';
import { type Kernels, Machine } from '../kernels.ts';
import { BatchCode } from './batchCode.ts';
import { type Numbers, TrainingMemory } from './memory.ts';
import { mostNumbers, type OptimizerKernel, optimizerKernels } from './optimizers.ts';

/** A param where it lies. */
interface Param {
  /** What it was when it was set: until it is moved, it isn't rounded either. */
  readonly given: Float64Array;
  readonly value: Numbers;
  /** What the optimizer remembers of it. */
  readonly memory: readonly Numbers[];
  /** How many steps it was moved by. */
  steps: number;
}

export class NativeTrainer implements Trainer {
  readonly #memory: TrainingMemory;
  readonly #optimizer: OptimizerKernel;
  readonly #codes: ReadonlyMap<number, BatchCode>;
  readonly #params: readonly Param[];
  /** What the optimizer is told of a step. */
  readonly #told: Float64Array;
  readonly #operations: readonly Operation[];
  /** What was evaluated last. */
  #code: BatchCode | undefined;

  /** @throws RangeError when its numbers don't fit into memory. */
  constructor(job: TrainingJob, programs: readonly BatchProgram[], kernels: Kernels) {
    const machine = new Machine(kernels, (operation) => this.#operations[operation]());
    this.#memory = new TrainingMemory(machine, job);
    this.#optimizer = optimizerKernels[job.optimizer];
    const codes = new Map<number, BatchCode>();
    const operations: (() => Operation)[] = [];
    for (const program of programs)
      codes.set(program.samples, new BatchCode(program, this.#memory, this.#optimizer, operations));
    this.#codes = codes;
    this.#memory.close();
    for (const code of codes.values()) code.ready();
    this.#operations = operations.map((made) => made());
    const { start } = optimizers.find(({ name }) => name === job.optimizer)!;
    const remembered = start(0).memory.length;
    this.#params = this.#memory.params.map(({ size, value, memory }) => ({
      given: new Float64Array(size),
      value: this.#memory.view(value, size),
      memory: memory.slice(0, remembered).map((address) => this.#memory.view(address, size)),
      steps: 0,
    }));
    this.#told = new Float64Array(machine.buffer, this.#memory.told, mostNumbers);
    for (const [i, { all }] of this.#memory.data.entries()) this.#memory.view(all, job.data[i].length).set(job.data[i]);
  }

  get params(): readonly Float64Array[] {
    return this.#params.map(({ steps, given, value }) => (steps === 0 ? given.slice() : Float64Array.from(value)));
  }

  get states(): readonly (OptimizerState | undefined)[] {
    return this.#params.map(({ steps, memory }) =>
      steps === 0 ? undefined : { steps, memory: memory.map((numbers) => Float64Array.from(numbers)) },
    );
  }

  restore(params: readonly Float64Array[], states: readonly (OptimizerState | undefined)[]): void {
    for (const [i, param] of this.#params.entries()) {
      const state = states[i];
      param.given.set(params[i]);
      param.value.set(params[i]);
      param.steps = state?.steps ?? 0;
      for (const [k, numbers] of param.memory.entries()) {
        if (state) numbers.set(state.memory[k]);
        else numbers.fill(0);
      }
    }
  }

  evaluate(batch: Batch, draw: number): void {
    this.#code = this.#codeFor(batch.length);
    this.#code.evaluate(batch, draw);
  }

  *slices(batch: Batch, draw: number): Generator<undefined, void> {
    this.#code = this.#codeFor(batch.length);
    yield* this.#code.slices(batch, draw);
  }

  get objective(): number {
    return this.#memory.read(this.#code!.objective);
  }

  normsOf(layers: readonly (readonly number[])[]): number[] {
    const gradients = new Map(this.#code!.moved.map(({ param, gradient }) => [param, gradient]));
    const gradientOf = (param: number): Numbers | undefined => {
      const address = gradients.get(param);
      return address === undefined ? undefined : this.#memory.view(address, this.#params[param].value.length);
    };
    return layers.map((layer) => normOf(layer.map(gradientOf)));
  }

  readHyperparameters(into: Record<string, number>): void {
    const { hyperparameters } = this.#code!;
    for (let i = 0; i < hyperparameters.length; i++) {
      const { name, address } = hyperparameters[i];
      const value = this.#memory.read(address);
      // To write a number by its name takes longer than many an instruction, and few change from step to step.
      if (into[name] !== value) into[name] = value;
    }
  }

  move(hyperparameters: Readonly<Record<string, number>>): Lost | undefined {
    const { moved } = this.#code!;
    this.#memory.writeWord(this.#memory.lost, 0);
    for (let i = 0; i < moved.length; i++) this.#params[moved[i].param].steps++;
    // Params that were moved as often are told the same: as a rule, that is all of them.
    for (let first = 0, end = 0; first < moved.length; first = end) {
      const { steps } = this.#params[moved[first].param];
      while (end < moved.length && this.#params[moved[end].param].steps === steps) end++;
      this.#optimizer.tell(this.#told, hyperparameters, steps);
      this.#code!.update(first, end);
    }
    return this.#memory.readWord(this.#memory.lost) === 0 ? undefined : this.#moveBack();
  }

  /** Where a gradient was, there is now what its param was. */
  #moveBack(): Lost | undefined {
    let lost: Lost | undefined;
    for (const { param, gradient } of this.#code!.moved) {
      const { value } = this.#params[param];
      const found = value.find((element) => !Number.isFinite(element));
      if (found !== undefined) lost ??= { param, value: found };
      value.set(this.#memory.view(gradient, value.length));
    }
    return lost;
  }

  #codeFor(samples: number): BatchCode {
    const code = this.#codes.get(samples);
    if (code === undefined) throw new Error(`the job has no program for ${samples} samples`);
    return code;
  }
}
