/** Training: a job that can be sent to a worker, and the run that takes its steps, which may be stopped between any two. */

import { type Batch, Batches, type BatchMark, type BatchOrder } from './batches.ts';
import { BatchEvaluation, type BatchProgram, type Views } from './batchProgram.ts';
import { type Optimizer, type OptimizerState, optimizers } from './optimize.ts';

/** Made of plain objects and arrays alone. */
export interface TrainingJob {
  /** One for each number of samples that is evaluated together. */
  readonly programs: readonly BatchProgram[];
  /** Where each param starts. */
  readonly params: readonly Float64Array[];
  /** What the optimizer remembers of each param from steps before; undefined where it starts anew. */
  readonly states: readonly (OptimizerState | undefined)[];
  /** All samples of each data, row-major. */
  readonly data: readonly Float64Array[];
  /** How many samples there are; 0 where the model has no data. */
  readonly samples: number;
  readonly order: BatchOrder;
  /** The optimizer's name. */
  readonly optimizer: string;
  /** Every hyperparameter by name. Those that the programs have a node for are read at each step instead. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** How many steps were taken before: the order of the batches goes on from there. */
  readonly from: number;
  /** How many steps to take. */
  readonly steps: number;
  /**
   * Whether the objective is evaluated over whole sets too: of the samples that are held out at the end of each epoch,
   * of those that are trained on when it is asked for. The job has the programs for that, or for the steps alone.
   */
  readonly isMeasured: boolean;
  /** The params whose gradients together have a norm, by their places; none where it isn't asked for. */
  readonly layers?: readonly (readonly number[])[];
}

/** What may be another from one step to the next. */
export interface Settings {
  readonly order: BatchOrder;
  /** Hyperparameters that are these numbers, whatever the job says. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** As in a job. */
  readonly programs: readonly BatchProgram[];
}

/** All that a run is between two steps: one that goes on from it is the same, bit for bit. */
export interface RunState {
  /** How many steps were taken. */
  readonly step: number;
  readonly params: readonly Float64Array[];
  readonly states: readonly (OptimizerState | undefined)[];
  readonly mark: BatchMark | undefined;
}

/** How far training is, after a step. */
export interface Progress {
  /** The number of this step, and of the last one to take, both counted from 1 and with the steps before the job. */
  readonly step: number;
  readonly steps: number;
  /** Counted from 1. */
  readonly epoch: number;
  /** Whether every sample has been seen in this epoch now. */
  readonly endsEpoch: boolean;
  /** The objective over the step's own samples, as it was before the step. */
  readonly loss: number;
  /** The objective over the samples that are held out, after the step; where there are some, at the end of an epoch. */
  readonly heldOut?: number;
  /** Of the step's gradient, by layer; where the job names layers. */
  readonly norms?: readonly number[];
}

/** Why a run ended by itself. */
export type Ending =
  | { readonly kind: 'finished' }
  /** A step would have made an element of a param NaN or infinite: the params are those before it. */
  | { readonly kind: 'not-finite'; readonly step: number; readonly param: number; readonly value: number };

export class TrainingRun {
  /** Where the params are now: the same arrays from the first step to the last. */
  readonly params: readonly Float64Array[];
  /** What the optimizer remembers of each param now. Of no use after a step that was not finite. */
  readonly states: readonly (OptimizerState | undefined)[];
  #batches: Batches;
  readonly #job: TrainingJob;
  readonly #optimizer: Optimizer;
  readonly #states: (OptimizerState | undefined)[];
  /** The hyperparameters of the step that is taken. */
  readonly #hyperparameters: Record<string, number>;
  #settings: Settings;
  #step: number;
  /** Where the params were before it. */
  readonly #before: readonly Float64Array[];
  readonly #evaluations = new Map<number, BatchEvaluation>();

  /** The job's own arrays stay as they are. */
  constructor(job: TrainingJob) {
    this.#job = job;
    this.params = job.params.map((values) => values.slice());
    this.#before = job.params.map((values) => values.slice());
    this.#states = job.states.map((state) => state && copyOf(state));
    this.states = this.#states;
    this.#settings = { order: job.order, hyperparameters: {}, programs: job.programs };
    this.#step = job.from;
    this.#batches = new Batches(job.samples, job.order);
    this.#optimizer = optimizers.find(({ name }) => name === job.optimizer)!;
    this.#hyperparameters = { ...job.hyperparameters };
  }

  get batches(): Batches {
    return this.#batches;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** How many steps were taken. */
  get step(): number {
    return this.#step;
  }

  /** A copy, between two steps. Of no use after a step that was not finite. */
  get state(): RunState {
    return {
      step: this.#step,
      params: this.params.map((values) => values.slice()),
      states: this.#states.map((state) => state && copyOf(state)),
      mark: this.#batches.mark,
    };
  }

  /** Is where a run was, with the settings that it had there: `steps` goes on from that. */
  restore({ step, params, states, mark }: RunState, settings: Settings): void {
    this.#step = step;
    for (const [i, values] of params.entries()) this.params[i].set(values);
    for (const [i, state] of states.entries()) this.#states[i] = state && copyOf(state);
    this.change(settings, mark);
  }

  /** Goes on with other settings, between two steps. */
  change(settings: Settings, mark = this.#batches.mark): void {
    // A program of the same length may have been made to measure by alone.
    if (settings.programs !== this.#settings.programs) this.#evaluations.clear();
    this.#settings = settings;
    this.#batches = new Batches(this.#job.samples, settings.order, mark);
    Object.assign(this.#hyperparameters, this.#job.hyperparameters, settings.hyperparameters);
  }

  /**
   * Takes the steps. Yields its progress after each one, and `undefined` wherever else it may be stopped: in the middle
   * of a step that takes long, before its params have moved.
   */
  *steps(): Generator<Progress | undefined, Ending> {
    const { from, steps, isMeasured, layers } = this.#job;
    while (this.#step < from + steps) {
      const step = this.#step;
      const views = yield* this.#run(this.#batches.of(step), step + 1);
      const [loss] = views.root;
      const norms = layers && { norms: layers.map((layer) => normOf(layer, views)) };
      const lost = this.#move(views);
      if (lost) return { kind: 'not-finite', step: step + 1, ...lost };
      this.#step++;
      const endsEpoch = this.#batches.endsEpoch(step);
      const epoch = this.#batches.epochOf(step) + 1;
      const isJudged = endsEpoch && isMeasured && this.#batches.heldOut.length > 0;
      if (isJudged) yield undefined;
      const heldOut = isJudged && { heldOut: (yield* this.#run(this.#batches.heldOut)).root[0] };
      yield { step: step + 1, steps: from + steps, epoch, endsEpoch, loss, ...heldOut, ...norms };
    }
    return { kind: 'finished' };
  }

  /** The objective over all samples that are trained on, with the params of now. Asked for between two steps, of a job that is measured. */
  *trainingLoss(): Generator<undefined, number> {
    return (yield* this.#run(this.batches.training)).root[0];
  }

  /** @param draw the number of the step; 0, as lenses show it, where a whole set is measured. */
  *#run(batch: Batch, draw = 0): Generator<undefined, Views> {
    return yield* this.#evaluationFor(batch.length).run(batch, draw);
  }

  #evaluationFor(samples: number): BatchEvaluation {
    const known = this.#evaluations.get(samples);
    if (known) return known;
    const program = this.#settings.programs.find((candidate) => candidate.samples === samples);
    if (program === undefined) throw new Error(`the job has no program for ${samples} samples`);
    const evaluation = new BatchEvaluation(program, this.params, this.#job.data, this.#job.samples);
    this.#evaluations.set(samples, evaluation);
    return evaluation;
  }

  /** Moves every param, or none where one of them would leave the finite numbers: that one. */
  #move({ gradients, hyperparameters }: Views): Lost | undefined {
    for (const [name, [value]] of hyperparameters) this.#hyperparameters[name] = value;
    Object.assign(this.#hyperparameters, this.#settings.hyperparameters);
    for (let param = 0; param < gradients.length; param++) {
      const gradient = gradients[param];
      if (gradient === undefined) continue;
      const values = this.params[param];
      this.#before[param].set(values);
      const state = this.#states[param] ?? this.#optimizer.start(values.length);
      this.#states[param] = state;
      this.#optimizer.step(values, gradient, state, this.#hyperparameters);
    }
    for (let param = 0; param < gradients.length; param++) {
      const value = gradients[param] && this.params[param].find(isNotFinite);
      if (value === undefined) continue;
      this.#moveBack(gradients);
      return { param, value };
    }
    return undefined;
  }

  #moveBack(gradients: Views['gradients']): void {
    for (let param = 0; param < gradients.length; param++) {
      if (gradients[param]) this.params[param].set(this.#before[param]);
    }
  }
}

interface Lost {
  readonly param: number;
  readonly value: number;
}

/** Of the gradients of all params of a layer together. */
function normOf(layer: readonly number[], { gradients }: Views): number {
  let sum = 0;
  for (const param of layer) {
    const gradient = gradients[param];
    if (gradient) for (let i = 0; i < gradient.length; i++) sum += gradient[i] * gradient[i];
  }
  return Math.sqrt(sum);
}

function isNotFinite(value: number): boolean {
  return !Number.isFinite(value);
}

function copyOf({ steps, memory }: OptimizerState): OptimizerState {
  return { steps, memory: memory.map((numbers) => numbers.slice()) };
}
