/**
 * Training in TypeScript: the reference for WebAssembly, used where that is missing, for small jobs, and where the caller
 * passes no kernels.
 */

import { round } from '../ir/precision.ts';
import { runToCompletion } from '../runtime/slices.ts';
import { BatchEvaluation, type BatchViews } from './batchEvaluation.ts';
import type { Batch } from './batches.ts';
import type { BatchProgram } from './batchProgram.ts';
import { copyState, type Optimizer, type OptimizerState, optimizers } from './optimizers.ts';
import { type NonFiniteParam, normOf, type Trainer } from './trainer.ts';
import type { TrainingJob } from './trainingJob.ts';

export class JsTrainer implements Trainer {
  readonly #job: TrainingJob;
  readonly #programs: readonly BatchProgram[];
  readonly #optimizer: Optimizer;
  readonly #data: readonly Float64Array[];
  /** The params as they were set: they are not rounded before their first step. */
  #initialParams: readonly Float64Array[];
  readonly #params: readonly Float64Array[];
  /** The params before the latest step. */
  readonly #previousParams: readonly Float64Array[];
  readonly #states: (OptimizerState | undefined)[];
  readonly #evaluations = new Map<number, BatchEvaluation>();
  #views: BatchViews | undefined;

  constructor(job: TrainingJob, programs: readonly BatchProgram[]) {
    this.#job = job;
    this.#programs = programs;
    this.#optimizer = optimizers.find(({ name }) => name === job.optimizer)!;
    this.#data = job.data.map((samples) => this.#roundedCopy(samples));
    this.#initialParams = job.params;
    this.#params = job.params.map((values) => this.#roundedCopy(values));
    this.#previousParams = job.params.map((values) => values.slice());
    this.#states = job.params.map(() => undefined);
  }

  get params(): readonly Float64Array[] {
    return this.#params.map((values, i) => (this.#states[i] ? values : this.#initialParams[i]).slice());
  }

  get states(): readonly (OptimizerState | undefined)[] {
    return this.#states.map((state) => state && copyState(state));
  }

  restore(params: readonly Float64Array[], states: readonly (OptimizerState | undefined)[]): void {
    this.#initialParams = params.map((values) => values.slice());
    for (const [i, values] of params.entries()) this.#params[i].set(this.#roundedCopy(values));
    for (const [i, state] of states.entries()) this.#states[i] = state && copyState(state);
  }

  evaluate(batch: Batch, draw: number): void {
    runToCompletion(this.evaluateInSlices(batch, draw));
  }

  *evaluateInSlices(batch: Batch, draw: number): Generator<undefined, void> {
    this.#views = yield* this.#evaluationFor(batch.length).run(batch, draw);
  }

  get objective(): number {
    return this.#views!.root[0];
  }

  normsOf(layers: readonly (readonly number[])[]): number[] {
    return layers.map((layer) => normOf(layer.map((param) => this.#views!.gradients[param])));
  }

  readHyperparameters(target: Record<string, number>): void {
    for (const [name, [value]] of this.#views!.hyperparameters) target[name] = value;
  }

  applyGradients(hyperparameters: Readonly<Record<string, number>>): NonFiniteParam | undefined {
    const { gradients } = this.#views!;
    for (let param = 0; param < gradients.length; param++) {
      const gradient = gradients[param];
      if (gradient) this.#stepParam(param, gradient, hyperparameters);
    }
    for (let param = 0; param < gradients.length; param++) {
      const value = gradients[param] && this.#params[param].find((element) => !Number.isFinite(element));
      if (value === undefined) continue;
      for (const [i, previous] of this.#previousParams.entries()) if (gradients[i]) this.#params[i].set(previous);
      return { param, value };
    }
    return undefined;
  }

  #stepParam(param: number, gradient: Float64Array, hyperparameters: Readonly<Record<string, number>>): void {
    const values = this.#params[param];
    this.#previousParams[param].set(values);
    const state = this.#states[param] ?? this.#optimizer.createState(values.length);
    this.#states[param] = state;
    this.#optimizer.step(values, gradient, state, hyperparameters);
    for (const buffer of [values, ...state.stateBuffers]) round(buffer, this.#job.precision);
  }

  #roundedCopy(values: Float64Array): Float64Array {
    const copy = values.slice();
    round(copy, this.#job.precision);
    return copy;
  }

  #evaluationFor(samples: number): BatchEvaluation {
    const existing = this.#evaluations.get(samples);
    if (existing) return existing;
    const program = this.#programs.find((candidate) => candidate.samples === samples);
    if (program === undefined) throw new Error(`the job has no program for ${samples} samples`);
    const { precision, samples: sampleCount } = this.#job;
    const evaluation = new BatchEvaluation(program, this.#params, this.#data, sampleCount, null, precision);
    this.#evaluations.set(samples, evaluation);
    return evaluation;
  }
}
