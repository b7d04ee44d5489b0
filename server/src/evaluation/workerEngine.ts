/**
 * The engine in a worker, as the server sees it: a job goes in, and how it ended comes out. A worker that dies, hangs or
 * runs out of memory is replaced, and the next job runs in the new one.
 */

import type { SessionOrder } from '../engine/training/session/commands.ts';
import type { EngineReply, EngineReport, EngineRequest, JobRequest } from '../engine/worker.ts';

/** A worker that runs the engine, whatever the platform makes it of. */
export interface WorkerHandle {
  post(request: EngineRequest, transfer: ArrayBuffer[]): void;
  /** Ends the worker at once. */
  terminate(): void;
  /** Lets the worker end by itself, once it is free: nobody waits for it any more. */
  release(): void;
}

export interface WorkerEvents {
  readonly onReply: (reply: EngineReply | EngineReport) => void;
  /** The worker ended by itself; the reason is part of a sentence. */
  readonly onLost: (reason: string) => void;
}

export type StartWorker = (events: WorkerEvents) => WorkerHandle;

/** A job that has not been given its number yet. */
export type Work = JobRequest extends infer Request
  ? Request extends JobRequest
    ? Omit<Request, 'job'>
    : never
  : never;

/** How a job ended: with a reply, with its worker, or because another job had to be ended together with the worker. */
export type Ending =
  | EngineReply
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'interrupted' };

/** A job that is worked at. */
export interface Run {
  readonly ended: Promise<Ending>;
  /** Gives it an order, where it is a session. */
  tell(order: SessionOrder): void;
  /** Tells the worker to give it up. It ends all the same, in its own time or soon after. */
  cancel(): void;
}

interface Underway {
  readonly onReport: (report: EngineReport) => void;
  readonly end: (ending: Ending) => void;
  watchdog: ReturnType<typeof setTimeout>;
}

/** In milliseconds: a timer that is set longer goes off at once. */
const longestTimeout = 2 ** 31 - 1;

export class RemoteEngine {
  readonly #start: StartWorker;
  /** How long a worker that was told to stop, or should have, may stay silent before it is ended, in milliseconds. */
  readonly #grace: number;
  readonly #underway = new Map<number, Underway>();
  #worker: WorkerHandle | undefined;
  #lastJob = 0;

  constructor(start: StartWorker, grace: number) {
    this.#start = start;
    this.#grace = grace;
  }

  /** @param onReport what it says while it is under way. */
  run(work: Work, transfer: ArrayBuffer[], onReport: (report: EngineReport) => void = () => undefined): Run {
    const job = ++this.#lastJob;
    this.#worker ??= this.#start({
      onReply: (reply) => this.#receive(reply),
      onLost: (reason) => this.#lose(() => ({ kind: 'lost', reason })),
    });
    const ended = new Promise<Ending>((end) => {
      this.#underway.set(job, { end, onReport, watchdog: this.#watchdog(job, work.budget + this.#grace) });
    });
    this.#worker!.post({ ...work, job }, transfer);
    return {
      ended,
      tell: (order) => this.#underway.has(job) && this.#worker?.post({ kind: 'order', job, order }, []),
      cancel: () => this.#cancel(job),
    };
  }

  dispose(): void {
    for (const { watchdog } of this.#underway.values()) clearTimeout(watchdog);
    if (this.#underway.size === 0) this.#worker?.release();
    else this.#worker?.terminate();
    this.#underway.clear();
    this.#worker = undefined;
  }

  #receive(reply: EngineReply | EngineReport): void {
    if (reply.kind === 'report' || reply.kind === 'moment') this.#underway.get(reply.job)?.onReport(reply);
    else this.#end(reply.job, reply);
  }

  #cancel(job: number): void {
    const underway = this.#underway.get(job);
    if (underway === undefined) return;
    this.#worker?.post({ kind: 'cancel', job }, []);
    clearTimeout(underway.watchdog);
    underway.watchdog = this.#watchdog(job, this.#grace);
  }

  /** Ends the worker if it doesn't reply in time. */
  #watchdog(silent: number, milliseconds: number): ReturnType<typeof setTimeout> {
    return setTimeout(
      () => this.#lose((job) => (job === silent ? { kind: 'exceeded', job } : { kind: 'interrupted' })),
      Math.min(milliseconds, longestTimeout),
    );
  }

  #lose(endingOf: (job: number) => Ending): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const job of [...this.#underway.keys()]) this.#end(job, endingOf(job));
  }

  #end(job: number, ending: Ending): void {
    const underway = this.#underway.get(job);
    if (underway === undefined) return;
    clearTimeout(underway.watchdog);
    this.#underway.delete(job);
    underway.end(ending);
  }
}
