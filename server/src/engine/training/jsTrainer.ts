/** Takes the steps of training in TypeScript alone, where WebAssembly is not to be had, and as the measure of the other way. */

import { round } from '../ir/precision.ts';
import { toEnd } from '../runtime/slices.ts';
import type { Batch } from './batches.ts';
import { BatchEvaluation, type BatchProgram, type Views } from './batchProgram.ts';
import { copyOf, type Optimizer, type OptimizerState, optimizers } from './optimizers.ts';
import type { TrainingJob } from './train.ts';
import { type Lost, normOf, type Trainer } from './trainer.ts';

export class PlainTrainer implements Trainer {
  readonly #job: TrainingJob;
  readonly #programs: readonly BatchProgram[];
  readonly #optimizer: Optimizer;
  readonly #data: readonly Float64Array[];
  /** What the params were when they were set: until one is moved, it isn't rounded either. */
  #given: readonly Float64Array[];
  readonly #params: readonly Float64Array[];
  /** Where the params were before a step. */
  readonly #before: readonly Float64Array[];
  readonly #states: (OptimizerState | undefined)[];
  readonly #evaluations = new Map<number, BatchEvaluation>();
  #views: Views | undefined;

  constructor(job: TrainingJob, programs: readonly BatchProgram[]) {
    this.#job = job;
    this.#programs = programs;
    this.#optimizer = optimizers.find(({ name }) => name === job.optimizer)!;
    this.#data = job.data.map((samples) => this.#rounded(samples));
    this.#given = job.params;
    this.#params = job.params.map((values) => this.#rounded(values));
    this.#before = job.params.map((values) => values.slice());
    this.#states = job.params.map(() => undefined);
  }

  get params(): readonly Float64Array[] {
    return this.#params.map((values, i) => (this.#states[i] ? values : this.#given[i]).slice());
  }

  get states(): readonly (OptimizerState | undefined)[] {
    return this.#states.map((state) => state && copyOf(state));
  }

  restore(params: readonly Float64Array[], states: readonly (OptimizerState | undefined)[]): void {
    this.#given = params.map((values) => values.slice());
    for (const [i, values] of params.entries()) this.#params[i].set(this.#rounded(values));
    for (const [i, state] of states.entries()) this.#states[i] = state && copyOf(state);
  }

  evaluate(batch: Batch, draw: number): void {
    toEnd(this.slices(batch, draw));
  }

  *slices(batch: Batch, draw: number): Generator<undefined, void> {
    this.#views = yield* this.#evaluationFor(batch.length).run(batch, draw);
  }

  get objective(): number {
    return this.#views!.root[0];
  }

  normsOf(layers: readonly (readonly number[])[]): number[] {
    return layers.map((layer) => normOf(layer.map((param) => this.#views!.gradients[param])));
  }

  readHyperparameters(into: Record<string, number>): void {
    for (const [name, [value]] of this.#views!.hyperparameters) into[name] = value;
  }

  move(hyperparameters: Readonly<Record<string, number>>): Lost | undefined {
    const { gradients } = this.#views!;
    for (let param = 0; param < gradients.length; param++) {
      const gradient = gradients[param];
      if (gradient) this.#moveParam(param, gradient, hyperparameters);
    }
    for (let param = 0; param < gradients.length; param++) {
      const value = gradients[param] && this.#params[param].find((element) => !Number.isFinite(element));
      if (value === undefined) continue;
      for (const [i, before] of this.#before.entries()) if (gradients[i]) this.#params[i].set(before);
      return { param, value };
    }
    return undefined;
  }

  #moveParam(param: number, gradient: Float64Array, hyperparameters: Readonly<Record<string, number>>): void {
    const values = this.#params[param];
    this.#before[param].set(values);
    const state = this.#states[param] ?? this.#optimizer.start(values.length);
    this.#states[param] = state;
    this.#optimizer.step(values, gradient, state, hyperparameters);
    for (const numbers of [values, ...state.memory]) round(numbers, this.#job.precision);
  }

  #rounded(values: Float64Array): Float64Array {
    const copy = values.slice();
    round(copy, this.#job.precision);
    return copy;
  }

  #evaluationFor(samples: number): BatchEvaluation {
    const known = this.#evaluations.get(samples);
    if (known) return known;
    const program = this.#programs.find((candidate) => candidate.samples === samples);
    if (program === undefined) throw new Error(`the job has no program for ${samples} samples`);
    const { precision, samples: total } = this.#job;
    const evaluation = new BatchEvaluation(program, this.#params, this.#data, total, null, precision);
    this.#evaluations.set(samples, evaluation);
    return evaluation;
  }
}
