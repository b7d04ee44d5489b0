/**
 * Evaluates snapshots in the engine. Each request has a key, such as the URI of a document, and cancels the previous
 * request with the same key. Training sessions run in a worker of their own, so evaluations never wait for them.
 */

import * as l10n from '@vscode/l10n';
import type { Program } from '../engine/ir/program.ts';
import type { Values } from '../engine/ir/values.ts';
import {
  type FlatColumns,
  type FlatProgram,
  flatten,
  transferableBuffers,
  unflattenValues,
} from '../engine/runtime/flatProgram.ts';
import type { SessionCommand, SessionJob, SessionState } from '../engine/training/session/sessionCommands.ts';
import { type Problem, problem } from '../language/problems/problems.ts';
import type { Range } from '../language/text/lines.ts';
import type { CheckOutcome, GradientCheckJob } from '../snapshot/gradientCheck.ts';
import { type EvaluatedSnapshot, type Snapshot, withProblems } from '../snapshot/snapshot.ts';
import { withSummarizedValuesInSlices } from '../snapshot/withValues.ts';
import { EngineClient, type RequestResult, type RunningRequest, type StartWorker, type Work } from './engineClient.ts';
import { type QueueResult, RequestQueue } from './requestQueue.ts';
import { runInTurns } from './timeSlices.ts';

/** In milliseconds. */
export interface TimeLimits {
  /** The time limit of an evaluation; a training session must take a command within the same time. */
  readonly timeLimit: number;
  /** The time limit of a gradient check. */
  readonly gradientCheckTimeLimit: number;
  /** The time that a worker that should have stopped may stay silent before it is terminated. */
  readonly grace: number;
}

export const defaultTimeLimits: TimeLimits = { timeLimit: 10_000, gradientCheckTimeLimit: 120_000, grace: 1_000 };

/** The outcome of an evaluation: the snapshot has values, it has one more problem, or a newer version replaced it. */
export type Outcome =
  | { readonly kind: 'evaluated'; readonly snapshot: EvaluatedSnapshot }
  | { readonly kind: 'failed'; readonly snapshot: Snapshot }
  | { readonly kind: 'superseded' };

/** A training session in a worker. */
export interface SessionHandle {
  /** Resolves when the session is over: with why its worker was lost, as part of a sentence; undefined if `end` was called. */
  readonly ended: Promise<string | undefined>;
  readonly send: (command: SessionCommand) => void;
  readonly end: () => void;
}

export class Evaluator {
  readonly #engine: EngineClient;
  /** A separate worker, since a session has no time limit. */
  readonly #trainingEngine: EngineClient;
  readonly #timeLimit: number;
  readonly #gradientCheckTimeLimit: number;
  readonly #evaluations = new RequestQueue();
  readonly #gradientChecks = new RequestQueue();
  /** The newest version of each key whose values are computed or read. */
  readonly #current = new Map<string, Snapshot>();
  /** Buffers for the next program: allocating megabytes at each keystroke would keep the garbage collector busy. */
  #reusableColumns: FlatColumns | undefined;

  constructor(start: StartWorker, { timeLimit, gradientCheckTimeLimit, grace }: TimeLimits = defaultTimeLimits) {
    this.#engine = new EngineClient(start, grace);
    this.#trainingEngine = new EngineClient(start, grace);
    this.#timeLimit = timeLimit;
    this.#gradientCheckTimeLimit = gradientCheckTimeLimit;
  }

  /** Evaluates a version of a document and cancels older ones. */
  async evaluate(queueKey: string, snapshot: Snapshot): Promise<Outcome> {
    this.cancel(queueKey);
    if (!snapshot.model.fitsMemory) return { kind: 'failed', snapshot };
    this.#current.set(queueKey, snapshot);
    const result = await this.#runProgram(queueKey, snapshot.model.program);
    if (result.kind === 'values') return this.#finishEvaluation(queueKey, snapshot, this.#take(result));
    if (this.#current.get(queueKey) === snapshot) this.#current.delete(queueKey);
    return failureOf(snapshot, result, this.#timeLimit);
  }

  /** Completes a version of a document with values that are already known, and cancels older ones. */
  reuseValues(queueKey: string, snapshot: Snapshot, values: Values): Promise<Outcome> {
    this.cancel(queueKey);
    this.#current.set(queueKey, snapshot);
    return this.#finishEvaluation(queueKey, snapshot, values);
  }

  /** Adds values to the snapshot in slices, with the problems and verdicts that follow from them. */
  async #finishEvaluation(queueKey: string, snapshot: Snapshot, values: Values): Promise<Outcome> {
    const isCurrent = () => this.#current.get(queueKey) === snapshot;
    const evaluated = await runInTurns(withSummarizedValuesInSlices(snapshot, values), isCurrent);
    if (evaluated === undefined) return { kind: 'superseded' };
    if (isCurrent()) this.#current.delete(queueKey);
    return { kind: 'evaluated', snapshot: evaluated };
  }

  /**
   * Evaluates a program of the same structure with other numbers; undefined if that fails or is superseded. Does not
   * cancel the document's gradient check.
   */
  async evaluateScrub(queueKey: string, program: Program): Promise<Values | undefined> {
    const result = await this.#runProgram(queueKey, program);
    return result.kind === 'values' ? this.#take(result) : undefined;
  }

  /** Checks the gradients of the evaluated version. Superseded by a newer version or another check. */
  async checkGradients(queueKey: string, { program, root, leaves }: GradientCheckJob): Promise<CheckOutcome> {
    const timeLimit = this.#gradientCheckTimeLimit;
    const work = (): Work => ({ kind: 'check', program: flatten(program), root, leaves, timeLimit });
    return checkOutcomeOf(await this.#gradientChecks.run(queueKey, () => this.#start(work())), timeLimit);
  }

  /** Starts a training session, which is idle until it is sent a command. */
  startSession(session: SessionJob, onState: (state: SessionState) => void): SessionHandle {
    const work: Work = { kind: 'session', ...session, timeLimit: this.#timeLimit };
    const { ended, send, cancel } = this.#trainingEngine.run(work, [], onState);
    return { ended: ended.then(lostReasonOf), send, end: cancel };
  }

  /** Cancels the work on a document that has a newer version. */
  cancel(queueKey: string): void {
    this.#current.delete(queueKey);
    this.#evaluations.cancel(queueKey);
    this.cancelGradientCheck(queueKey);
  }

  /** Cancels the gradient check of a document. */
  cancelGradientCheck(queueKey: string): void {
    this.#gradientChecks.cancel(queueKey);
  }

  /** Evaluates a document before others, because it is edited or seen. */
  prioritize(queueKey: string): void {
    this.#evaluations.prioritize(queueKey);
  }

  /** Marks the queue of the file that is being edited. */
  markEdited(queueKey: string): void {
    this.#evaluations.markEdited(queueKey);
  }

  /** Cancels the work on a document that was closed, and forgets its priority. */
  forget(queueKey: string): void {
    this.#current.delete(queueKey);
    this.#evaluations.forget(queueKey);
    this.cancelGradientCheck(queueKey);
  }

  dispose(): void {
    this.#evaluations.clear();
    this.#gradientChecks.clear();
    this.#engine.dispose();
    this.#trainingEngine.dispose();
  }

  #flatten(program: Program): FlatProgram {
    const flatProgram = flatten(program, this.#reusableColumns);
    this.#reusableColumns = undefined;
    return flatProgram;
  }

  #runProgram(queueKey: string, program: Program): Promise<QueueResult> {
    const work = (): Work => ({ kind: 'evaluate', program: this.#flatten(program), timeLimit: this.#timeLimit });
    const start = (): RunningRequest => this.#start(work());
    return this.#engine.answersAtOnce(program)
      ? this.#evaluations.runAtOnce(queueKey, start)
      : this.#evaluations.run(queueKey, start);
  }

  #take({ values, recycled }: QueueResult & { kind: 'values' }): Values {
    this.#reusableColumns = recycled;
    return unflattenValues(values);
  }

  #start(work: Work): RunningRequest {
    return this.#engine.run(work, transferableBuffers(work.program));
  }
}

function failureOf(snapshot: Snapshot, result: QueueResult, timeLimit: number): Outcome {
  switch (result.kind) {
    case 'exceeded':
      return failedOutcome(snapshot, problem('too-slow', firstStatementRange(snapshot), timeLimit / 1000));
    case 'failed':
      return failedOutcome(snapshot, problem('evaluation-failed', firstStatementRange(snapshot), result.message));
    case 'lost':
      return failedOutcome(snapshot, problem('evaluation-failed', firstStatementRange(snapshot), result.reason));
    default:
      return { kind: 'superseded' };
  }
}

function lostReasonOf(result: RequestResult): string | undefined {
  switch (result.kind) {
    case 'cancelled':
      return undefined;
    case 'lost':
      return result.reason;
    case 'failed':
      return result.message;
    default:
      return l10n.t('the engine did not respond');
  }
}

function checkOutcomeOf(result: QueueResult, timeLimit: number): CheckOutcome {
  switch (result.kind) {
    case 'checked':
      return result;
    case 'exceeded':
      return { kind: 'failed', reason: l10n.t`it did not respond within ${timeLimit / 1000} s` };
    case 'failed':
      return { kind: 'failed', reason: result.message };
    case 'lost':
      return { kind: 'failed', reason: result.reason };
    default:
      return { kind: 'superseded' };
  }
}

function failedOutcome(snapshot: Snapshot, failure: Problem): Outcome {
  return { kind: 'failed', snapshot: withProblems(snapshot, failure) };
}

/** The range of the first statement, since one over the whole file would underline everything. */
function firstStatementRange({ tree }: Snapshot): Range {
  const { starts, ends } = tree.statementTable;
  return tree.length === 0 ? { start: 0, end: 0 } : { start: starts[0], end: ends[0] };
}
