/**
 * Training in TypeScript: the reference for WebAssembly, used where that is missing, for small jobs, and where the caller
 * passes no kernels.
 */

import type { Mode } from '../ir/mode.ts';
import { round } from '../ir/precision.ts';
import { type SampleElements, toFloat64 } from '../ir/tensor.ts';
import { runToCompletion } from '../runtime/slices.ts';
import { BatchEvaluation, type BatchViews } from './batchEvaluation.ts';
import type { Batch } from './batches.ts';
import { type BatchProgram, ByBatch } from './batchProgram.ts';
import { clip, clippingOf } from './clipping.ts';
import { counterTable } from './counters.ts';
import { copyState, type Optimizer, type OptimizerState, optimizers } from './optimizers.ts';
import { type NonFiniteParam, normOf, type Trainer } from './trainer.ts';
import type { TrainingJob } from './trainingJob.ts';

export class JsTrainer implements Trainer {
  readonly #job: TrainingJob;
  readonly #programs = new ByBatch<BatchProgram>();
  readonly #optimizer: Optimizer;
  readonly #data: readonly SampleElements[];
  /** The params as they were set: they are not rounded before their first step. */
  #initialParams: readonly Float64Array[];
  readonly #params: readonly Float64Array[];
  /** The params before the latest step. */
  readonly #previousParams: readonly Float64Array[];
  readonly #states: (OptimizerState | undefined)[];
  /** By param, true once a step has changed it. */
  readonly #hasMoved: boolean[] = [];
  readonly #evaluations = new Map<BatchProgram, BatchEvaluation>();
  #views: BatchViews | undefined;
  readonly counters = new Float64Array(counterTable.length);

  constructor(job: TrainingJob, programs: readonly BatchProgram[]) {
    this.#job = job;
    for (const program of programs) this.#programs.set(program, program);
    this.#optimizer = optimizers.find(({ name }) => name === job.optimizer)!;
    // Nothing changes them, and they may be large.
    this.#data = job.precision === 'f64' ? job.data : job.data.map((samples) => this.#roundedCopy(toFloat64(samples)));
    this.#initialParams = job.params;
    this.#params = job.params.map((values) => this.#roundedCopy(values));
    this.#previousParams = job.params.map((values) => values.slice());
    this.#states = job.params.map(() => undefined);
  }

  get params(): readonly Float64Array[] {
    return this.#params.map((values, i) => (this.#hasMoved[i] ? values : this.#initialParams[i]).slice());
  }

  get states(): readonly (OptimizerState | undefined)[] {
    return this.#states.map((state) => state && copyState(state));
  }

  restore(params: readonly Float64Array[], states: readonly (OptimizerState | undefined)[]): void {
    this.#initialParams = params.map((values) => values.slice());
    for (const [i, values] of params.entries()) this.#params[i].set(this.#roundedCopy(values));
    for (const [i, state] of states.entries()) {
      this.#states[i] = state && copyState(state);
      this.#hasMoved[i] = state !== undefined;
    }
  }

  evaluate(batch: Batch, draw: number, mode?: Mode): void {
    runToCompletion(this.evaluateInSlices(batch, draw, mode));
  }

  *evaluateInSlices(batch: Batch, draw: number, mode: Mode = 'training'): Generator<undefined, void> {
    this.#views = yield* this.#evaluationFor(batch.length, mode).run(batch, draw);
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
    const { assignments } = this.#views!;
    const gradients = this.#clippedGradients(hyperparameters);
    const isMoved = (param: number): boolean => gradients[param] !== undefined || assignments[param] !== undefined;
    for (let param = 0; param < gradients.length; param++) {
      const gradient = gradients[param];
      const assigned = assignments[param];
      if (gradient) this.#stepParam(param, gradient, hyperparameters);
      else if (assigned) this.#setParam(param, assigned);
    }
    for (let param = 0; param < gradients.length; param++) {
      const value = isMoved(param) ? this.#params[param].find((element) => !Number.isFinite(element)) : undefined;
      if (value === undefined) continue;
      for (const [i, previous] of this.#previousParams.entries()) if (isMoved(i)) this.#params[i].set(previous);
      return { param, value };
    }
    return undefined;
  }

  /** The gradients themselves if nothing is clipped. Params may share one. */
  #clippedGradients(hyperparameters: Readonly<Record<string, number>>): readonly (Float64Array | undefined)[] {
    const { gradients } = this.#views!;
    const clipping = clippingOf(gradients, hyperparameters);
    if (clipping === undefined) return gradients;
    return gradients.map((gradient) => {
      const copy = gradient?.slice();
      if (copy) {
        clip(copy, clipping);
        round(copy, this.#job.precision);
      }
      return copy;
    });
  }

  #setParam(param: number, value: Float64Array): void {
    this.#previousParams[param].set(this.#params[param]);
    this.#params[param].set(value);
    this.#hasMoved[param] = true;
  }

  #stepParam(param: number, gradient: Float64Array, hyperparameters: Readonly<Record<string, number>>): void {
    const values = this.#params[param];
    this.#previousParams[param].set(values);
    const state = this.#states[param] ?? this.#optimizer.createState(values.length);
    this.#states[param] = state;
    this.#hasMoved[param] = true;
    this.#optimizer.step(values, gradient, state, hyperparameters);
    for (const buffer of [values, ...state.stateBuffers]) round(buffer, this.#job.precision);
  }

  #roundedCopy(values: Float64Array): Float64Array {
    const copy = values.slice();
    round(copy, this.#job.precision);
    return copy;
  }

  #evaluationFor(samples: number, mode: Mode): BatchEvaluation {
    const program = this.#programs.get(samples, mode);
    if (program === undefined) throw new Error(`the job has no program for ${samples} samples`);
    const existing = this.#evaluations.get(program);
    if (existing) return existing;
    const { precision, sampleCount } = this.#job;
    const evaluation = new BatchEvaluation(
      program,
      this.#params,
      this.#data,
      sampleCount,
      this.counters,
      null,
      precision,
    );
    this.#evaluations.set(program, evaluation);
    return evaluation;
  }
}
