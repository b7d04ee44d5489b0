/**
 * Runs snapshots in the engine. Of each file the newest version wins: what was under way for an older one is cancelled.
 * Evaluations never wait for what takes long, which runs beside them.
 */

import * as l10n from '@vscode/l10n';
import type { Program } from '../engine/ir/program.ts';
import { buffersOf, type FlatColumns, type FlatProgram, flatten, unflattenValues } from '../engine/ir/transfer.ts';
import type { TrainingReport } from '../engine/training/reportedTraining.ts';
import type { Moment, SessionJob } from '../engine/training/session/commands.ts';
import type { TrainingJob } from '../engine/training/train.ts';
import type { Range } from '../language/base/lines.ts';
import type { Model } from '../language/lowering/model.ts';
import { type Problem, problem } from '../language/problems/problems.ts';
import { type Evaluated, type Snapshot, withProblem, withValues } from '../snapshot/snapshot.ts';
import type { CheckOutcome, GradientCheck } from '../training/gradientCheck.ts';
import type { SessionUnderway } from '../training/sessionJob.ts';
import type { TrainingUnderway } from '../training/trainingJob.ts';
import { Lane, type LaneEnding } from './jobQueue.ts';
import { type Ending, RemoteEngine, type StartWorker, type Work } from './workerEngine.ts';

/** In milliseconds. */
export interface TimeLimits {
  /** How long an evaluation may take. */
  readonly budget: number;
  /** How long a worker that was told to stop, or should have, may stay silent before it is ended. */
  readonly grace: number;
}

export const defaultTimeLimits: TimeLimits = { budget: 10_000, grace: 1_000 };

/** How many times as long as an evaluation a check may take. */
const budgetsOfACheck = 12;

/** What became of a snapshot: it has values, it has one more problem, or a newer version took its place. */
export type Outcome =
  | { readonly kind: 'evaluated'; readonly snapshot: Evaluated }
  | { readonly kind: 'failed'; readonly snapshot: Snapshot }
  | { readonly kind: 'superseded' };

export class Evaluator {
  readonly #engine: RemoteEngine;
  /** Training goes on for as long as it takes, so it has a worker of its own. */
  readonly #trainer: RemoteEngine;
  readonly #budget: number;
  readonly #evaluations = new Lane();
  readonly #checks = new Lane();
  /** Where the next program is written: new megabytes at each key would keep the garbage collector busy. */
  #spent: FlatColumns | undefined;

  constructor(start: StartWorker, { budget, grace }: TimeLimits = defaultTimeLimits) {
    this.#engine = new RemoteEngine(start, grace);
    this.#trainer = new RemoteEngine(start, grace);
    this.#budget = budget;
  }

  /** Evaluates a version of a file, in place of any earlier version of it. */
  async evaluate(file: string, snapshot: Snapshot): Promise<Outcome> {
    this.drop(file);
    if (!snapshot.model.fitsMemory) return { kind: 'failed', snapshot };
    return this.tryOut(file, snapshot, snapshot.model.program);
  }

  /** Evaluates a version with a program of the same structure, in which other numbers stand. Checks of the version go on. */
  async tryOut(file: string, snapshot: Snapshot, program: Program): Promise<Outcome> {
    const work = (): Work => ({ kind: 'evaluate', program: this.#flattened(program), budget: this.#budget });
    return this.#outcome(snapshot, await this.#run(this.#evaluations, file, work));
  }

  /** Checks the gradients of the version that is evaluated. It ends when a newer one comes, and with the next check. */
  async check(file: string, { program, root, leaves }: GradientCheck): Promise<CheckOutcome> {
    const budget = this.#budget * budgetsOfACheck;
    const work = (): Work => ({ kind: 'check', program: flatten(program), root, leaves, budget });
    return checkOutcome(await this.#run(this.#checks, file, work), budget);
  }

  /** Trains a model, and reports now and then how far it is. */
  train(
    { program, params }: Model,
    training: TrainingJob,
    onReport: (report: TrainingReport) => void,
  ): TrainingUnderway {
    const work: Work = {
      kind: 'train',
      program: flatten(program),
      params: params.map(({ node }) => node),
      training,
      budget: Number.POSITIVE_INFINITY,
    };
    const { ended, cancel } = this.#trainer.run(work, [], (said) => said.kind === 'report' && onReport(said.report));
    return { ended: ended.then(trainingOutcome), stop: cancel };
  }

  /** Begins a training session, which idles until it is told what to do. */
  lead(session: SessionJob, onMoment: (moment: Moment) => void): SessionUnderway {
    const work: Work = { kind: 'session', ...session, budget: Number.POSITIVE_INFINITY };
    const { ended, tell, cancel } = this.#trainer.run(
      work,
      [],
      (said) => said.kind === 'moment' && onMoment(said.moment),
    );
    return { ended: ended.then(lossOf), tell, end: cancel };
  }

  /** Gives up on a file: it was closed, or a newer version comes. */
  drop(file: string): void {
    this.#evaluations.drop(file);
    this.dropCheck(file);
  }

  /** Gives up the check of a file. */
  dropCheck(file: string): void {
    this.#checks.drop(file);
  }

  dispose(): void {
    this.#evaluations.clear();
    this.#checks.clear();
    this.#engine.dispose();
    this.#trainer.dispose();
  }

  #flattened(program: Program): FlatProgram {
    const flat = flatten(program, this.#spent);
    this.#spent = undefined;
    return flat;
  }

  #run(lane: Lane, file: string, workOf: () => Work): Promise<LaneEnding> {
    return lane.run(file, () => {
      const work = workOf();
      return this.#engine.run(work, buffersOf(work.program));
    });
  }

  #outcome(snapshot: Snapshot, ending: LaneEnding): Outcome {
    switch (ending.kind) {
      case 'values':
        this.#spent = ending.spent;
        return { kind: 'evaluated', snapshot: withValues(snapshot, unflattenValues(ending.values)) };
      case 'exceeded':
        return failed(snapshot, problem('too-slow', wholeFile(snapshot), this.#budget / 1000));
      case 'failed':
        return failed(snapshot, problem('engine-lost', wholeFile(snapshot), ending.message));
      case 'lost':
        return failed(snapshot, problem('engine-lost', wholeFile(snapshot), ending.reason));
      default:
        return { kind: 'superseded' };
    }
  }
}

function trainingOutcome(ending: Ending): Awaited<TrainingUnderway['ended']> {
  switch (ending.kind) {
    case 'trained':
      return ending.result;
    case 'lost':
      return { lost: ending.reason };
    case 'failed':
      return { lost: ending.message };
    default:
      return { lost: l10n.t('the engine did not answer') };
  }
}

function lossOf(ending: Ending): string | undefined {
  if (ending.kind === 'cancelled') return undefined;
  const outcome = trainingOutcome(ending);
  return 'lost' in outcome ? outcome.lost : undefined;
}

function checkOutcome(ending: LaneEnding, budget: number): CheckOutcome {
  switch (ending.kind) {
    case 'checked':
      return ending;
    case 'exceeded':
      return { kind: 'failed', reason: l10n.t`it takes more than ${budget / 1000} s` };
    case 'failed':
      return { kind: 'failed', reason: ending.message };
    case 'lost':
      return { kind: 'failed', reason: ending.reason };
    default:
      return { kind: 'superseded' };
  }
}

function failed(snapshot: Snapshot, found: Problem): Outcome {
  return { kind: 'failed', snapshot: withProblem(snapshot, found) };
}

/** The first statement stands for the file: a range over all of it would underline everything. */
function wholeFile({ tree }: Snapshot): Range {
  const { starts, ends } = tree.overview;
  return tree.length === 0 ? { start: 0, end: 0 } : { start: starts[0], end: ends[0] };
}
