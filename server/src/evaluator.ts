/**
 * Runs snapshots in a worker. Of each file the newest version wins: an older evaluation is cancelled. A worker that dies,
 * hangs or runs out of memory is replaced, and the next version runs in the new one.
 */

import { buffersOf, flatten } from './engine/transfer.ts';
import type { EngineReply, EngineRequest } from './engine/worker.ts';
import type { Range } from './language/lines.ts';
import { type Problem, problem } from './language/problems.ts';
import { type Evaluated, type Snapshot, withProblem, withValues } from './snapshot/snapshot.ts';

/** A worker that runs the engine, whatever the platform makes it of. */
export interface WorkerHandle {
  post(request: EngineRequest, transfer: ArrayBuffer[]): void;
  /** Ends the worker at once. */
  terminate(): void;
}

export interface WorkerEvents {
  readonly onReply: (reply: EngineReply) => void;
  /** The worker ended by itself; the reason is part of a sentence. */
  readonly onLost: (reason: string) => void;
}

export type StartWorker = (events: WorkerEvents) => WorkerHandle;

/** In milliseconds. */
export interface TimeLimits {
  /** How long an evaluation may take. */
  readonly budget: number;
  /** How long a worker that was told to stop, or should have, may stay silent before it is ended. */
  readonly grace: number;
}

export const defaultTimeLimits: TimeLimits = { budget: 10_000, grace: 1_000 };

/** What became of a snapshot: it has values, it has one more problem, or a newer version took its place. */
export type Outcome =
  | { readonly kind: 'evaluated'; readonly snapshot: Evaluated }
  | { readonly kind: 'failed'; readonly snapshot: Snapshot }
  | { readonly kind: 'superseded' };

interface Job {
  readonly id: number;
  readonly file: string;
  readonly snapshot: Snapshot;
  readonly resolve: (outcome: Outcome) => void;
  isCancelled: boolean;
}

export class Evaluator {
  readonly #start: StartWorker;
  readonly #limits: TimeLimits;
  #worker: WorkerHandle | undefined;
  /** The newest waiting job of each file, in the order in which the files came. */
  readonly #waiting = new Map<string, Job>();
  #running: Job | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  constructor(start: StartWorker, limits: TimeLimits = defaultTimeLimits) {
    this.#start = start;
    this.#limits = limits;
  }

  /** Evaluates a version of a file, in place of any earlier version of it. */
  evaluate(file: string, snapshot: Snapshot): Promise<Outcome> {
    this.drop(file);
    if (!snapshot.model.fitsMemory) return Promise.resolve({ kind: 'failed', snapshot });
    return new Promise((resolve) => {
      this.#waiting.set(file, { id: ++this.#lastId, file, snapshot, resolve, isCancelled: false });
      this.#runNext();
    });
  }

  /** Gives up on a file: it was closed, or a newer version comes. */
  drop(file: string): void {
    this.#waiting.get(file)?.resolve({ kind: 'superseded' });
    this.#waiting.delete(file);
    if (this.#running?.file === file && !this.#running.isCancelled) this.#cancel(this.#running);
  }

  #cancel(job: Job): void {
    job.isCancelled = true;
    this.#worker?.post({ kind: 'cancel', job: job.id }, []);
    this.#watch(this.#limits.grace);
  }

  /** Ends the worker if it doesn't reply in time. */
  #watch(milliseconds: number): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#lose(undefined), milliseconds);
  }

  dispose(): void {
    clearTimeout(this.#watchdog);
    for (const file of [...this.#waiting.keys()]) this.drop(file);
    this.#running?.resolve({ kind: 'superseded' });
    this.#running = undefined;
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #runNext(): void {
    const [next] = this.#waiting.values();
    if (this.#running || next === undefined) return;
    this.#waiting.delete(next.file);
    this.#running = next;
    this.#worker ??= this.#start({
      onReply: (reply) => this.#receive(reply),
      onLost: (reason) => this.#lose(reason),
    });
    const program = flatten(next.snapshot.model.program);
    const { budget, grace } = this.#limits;
    this.#watch(budget + grace);
    this.#worker.post({ kind: 'evaluate', job: next.id, program, budget }, buffersOf(program));
  }

  #receive(reply: EngineReply): void {
    const job = this.#running;
    if (job === undefined || reply.job !== job.id) return;
    this.#finish(job, this.#outcome(job.snapshot, reply));
  }

  #outcome(snapshot: Snapshot, reply: EngineReply): Outcome {
    switch (reply.kind) {
      case 'values':
        return { kind: 'evaluated', snapshot: withValues(snapshot, reply.values) };
      case 'cancelled':
        return { kind: 'superseded' };
      case 'exceeded':
        return this.#tooSlow(snapshot);
      case 'failed':
        return failed(snapshot, problem('engine-lost', wholeFile(snapshot), reply.message));
    }
  }

  /** Replaces the worker: it ended by itself for a reason, or was ended because it said nothing. */
  #lose(reason: string | undefined): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const job = this.#running;
    if (job === undefined) return;
    const { snapshot } = job;
    const outcome =
      reason === undefined
        ? this.#tooSlow(snapshot)
        : failed(snapshot, problem('engine-lost', wholeFile(snapshot), reason));
    this.#finish(job, outcome);
  }

  #finish(job: Job, outcome: Outcome): void {
    clearTimeout(this.#watchdog);
    this.#running = undefined;
    job.resolve(job.isCancelled ? { kind: 'superseded' } : outcome);
    this.#runNext();
  }

  #tooSlow(snapshot: Snapshot): Outcome {
    return failed(snapshot, problem('too-slow', wholeFile(snapshot), this.#limits.budget / 1000));
  }
}

function failed(snapshot: Snapshot, found: Problem): Outcome {
  return { kind: 'failed', snapshot: withProblem(snapshot, found) };
}

/** The first statement stands for the file: a range over all of it would underline everything. */
function wholeFile({ tree }: Snapshot): Range {
  const [first] = tree.statements;
  return first === undefined ? { start: 0, end: 0 } : { start: first.start, end: first.end };
}
