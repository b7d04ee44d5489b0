/**
 * The server's side of the engine in a worker: numbers the jobs, posts them, and resolves their results. The other side
 * is `EngineService` in `engine/worker.ts`. A worker that dies, hangs or runs out of memory is replaced for the next
 * job.
 */

import type { EngineReply, EngineReport, EngineRequest, JobRequest } from '../engine/engineService.ts';
import type { FlatProgram } from '../engine/runtime/flatProgram.ts';
import type { SessionCommand, SessionState } from '../engine/training/session/sessionCommands.ts';

/** A worker running the engine, on any platform. */
export interface WorkerHandle {
  post(request: EngineRequest, transfer: ArrayBuffer[]): void;
  /** Ends the worker at once. */
  terminate(): void;
  /** True if `post` replies to an evaluation before it returns. */
  answersAtOnce?(program: Pick<FlatProgram, 'elementCount'>): boolean;
  /** Lets the worker end once it is idle, without waiting for it. */
  endWhenIdle(): void;
}

export interface WorkerEvents {
  readonly onReply: (reply: EngineReply | EngineReport) => void;
  /** Called when the worker ends by itself; the reason is part of a sentence. */
  readonly onLost: (reason: string) => void;
}

export type StartWorker = (events: WorkerEvents) => WorkerHandle;

/** A job without a number yet. */
export type Work = JobRequest extends infer Request
  ? Request extends JobRequest
    ? Omit<Request, 'job'>
    : never
  : never;

/** The end of a job: with a reply, with the loss of its worker, or because another job required ending the worker. */
export type JobResult =
  | EngineReply
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'interrupted' };

/** A job in progress. */
export interface RunningJob {
  readonly ended: Promise<JobResult>;
  /** Sends a command, if the job is a session. */
  send(command: SessionCommand): void;
  /** Asks the worker to cancel the job. `ended` still resolves, now or soon. */
  cancel(): void;
}

type Timer = ReturnType<typeof setTimeout>;

interface PendingJob {
  readonly budget: number;
  readonly onState: (state: SessionState) => void;
  readonly resolve: (result: JobResult) => void;
  /** Undefined for a session that has received all commands. */
  watchdog: Timer | undefined;
  /** The number of commands that were sent to a session and not received yet. */
  commandsOnTheWay: number;
  isCancelled: boolean;
}

/** In milliseconds: a longer timer fires at once. */
const maxTimeout = 2 ** 31 - 1;

export class WorkerEngine {
  readonly #start: StartWorker;
  /** The time that a worker that should have stopped may stay silent before it is terminated, in milliseconds. */
  readonly #grace: number;
  readonly #pendingJobs = new Map<number, PendingJob>();
  #worker: WorkerHandle | undefined;
  #lastJobId = 0;

  constructor(start: StartWorker, grace: number) {
    this.#start = start;
    this.#grace = grace;
  }

  /** True if the evaluation of a program ends before `run` returns. */
  answersAtOnce(program: Pick<FlatProgram, 'elementCount'>): boolean {
    return this.#startedWorker.answersAtOnce?.(program) ?? false;
  }

  /** @param onState called with the states of a session. */
  run(work: Work, transfer: ArrayBuffer[], onState: (state: SessionState) => void = () => undefined): RunningJob {
    const job = ++this.#lastJobId;
    const worker = this.#startedWorker;
    const ended = new Promise<JobResult>((resolve) => {
      const { budget } = work;
      const watchdog = work.kind === 'session' ? undefined : this.#watchdog(job, budget + this.#grace);
      this.#pendingJobs.set(job, { budget, onState, resolve, watchdog, commandsOnTheWay: 0, isCancelled: false });
    });
    worker.post({ ...work, job }, transfer);
    return {
      ended,
      send: (command) => this.#send(job, command),
      cancel: () => this.#cancel(job),
    };
  }

  dispose(): void {
    for (const { watchdog } of this.#pendingJobs.values()) clearTimeout(watchdog);
    if (this.#pendingJobs.size === 0) this.#worker?.endWhenIdle();
    else this.#worker?.terminate();
    this.#pendingJobs.clear();
    this.#worker = undefined;
  }

  get #startedWorker(): WorkerHandle {
    this.#worker ??= this.#start({
      onReply: (reply) => this.#receive(reply),
      onLost: (reason) => this.#loseWorker(() => ({ kind: 'lost', reason })),
    });
    return this.#worker;
  }

  #receive(reply: EngineReply | EngineReport): void {
    const pendingJob = this.#pendingJobs.get(reply.job);
    if (reply.kind === 'state') pendingJob?.onState(reply.state);
    else if (reply.kind === 'received') pendingJob && this.#markReceived(reply.job, pendingJob);
    else this.#finish(reply.job, reply);
  }

  #send(job: number, command: SessionCommand): void {
    const pendingJob = this.#pendingJobs.get(job);
    if (pendingJob === undefined) return;
    this.#worker?.post({ kind: 'command', job, command }, []);
    pendingJob.commandsOnTheWay++;
    pendingJob.watchdog ??= this.#sessionWatchdog(job, pendingJob);
  }

  #markReceived(job: number, pendingJob: PendingJob): void {
    pendingJob.commandsOnTheWay--;
    if (pendingJob.isCancelled) return;
    clearTimeout(pendingJob.watchdog);
    pendingJob.watchdog = pendingJob.commandsOnTheWay > 0 ? this.#sessionWatchdog(job, pendingJob) : undefined;
  }

  /** Does not end a session without waiting once more: the whole process may have been stopped meanwhile. */
  #sessionWatchdog(job: number, pendingJob: PendingJob): Timer {
    return setTimeout(
      () => {
        pendingJob.watchdog = this.#watchdog(job, this.#grace);
      },
      Math.min(pendingJob.budget, maxTimeout),
    );
  }

  #cancel(job: number): void {
    const pendingJob = this.#pendingJobs.get(job);
    if (pendingJob === undefined) return;
    this.#worker?.post({ kind: 'cancel', job }, []);
    pendingJob.isCancelled = true;
    clearTimeout(pendingJob.watchdog);
    pendingJob.watchdog = this.#watchdog(job, this.#grace);
  }

  /** Terminates the worker if it doesn't reply in time. */
  #watchdog(silentJob: number, milliseconds: number): Timer {
    return setTimeout(
      () => this.#loseWorker((job) => (job === silentJob ? { kind: 'exceeded', job } : { kind: 'interrupted' })),
      Math.min(milliseconds, maxTimeout),
    );
  }

  #loseWorker(resultOf: (job: number) => JobResult): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const job of [...this.#pendingJobs.keys()]) this.#finish(job, resultOf(job));
  }

  #finish(job: number, result: JobResult): void {
    const pendingJob = this.#pendingJobs.get(job);
    if (pendingJob === undefined) return;
    clearTimeout(pendingJob.watchdog);
    this.#pendingJobs.delete(job);
    pendingJob.resolve(result);
  }
}
