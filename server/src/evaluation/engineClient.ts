/**
 * The server's side of the engine in a worker: numbers the requests, posts them, and resolves their results. The other
 * side is `EngineService`. A worker that dies, hangs or runs out of memory is replaced for the next request.
 */

import type { EngineReply, EngineReport, EngineRequest, WorkRequest } from '../engine/engineMessages.ts';
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

/** A request without a number yet. */
export type Work = WorkRequest extends infer Request
  ? Request extends WorkRequest
    ? Omit<Request, 'requestId'>
    : never
  : never;

/** The end of a request: with a reply, with the loss of its worker, or because another request required ending the worker. */
export type RequestResult =
  | EngineReply
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'interrupted' };

/** A request in progress. */
export interface RunningRequest {
  readonly ended: Promise<RequestResult>;
  /** Sends a command, if it is a session. */
  send(command: SessionCommand): void;
  /** Asks the worker to cancel the request. `ended` still resolves, now or soon. */
  cancel(): void;
}

type Timer = ReturnType<typeof setTimeout>;

interface PendingRequest {
  readonly timeLimit: number;
  readonly onState: (state: SessionState) => void;
  readonly resolve: (result: RequestResult) => void;
  /** Undefined for a session that has received all commands. */
  watchdog: Timer | undefined;
  /** The number of commands that were sent to a session and not received yet. */
  unacknowledgedCommands: number;
  isCancelled: boolean;
}

/** In milliseconds: a longer timer fires at once. */
const maxTimeout = 2 ** 31 - 1;

export class EngineClient {
  readonly #start: StartWorker;
  /** The time that a worker that should have stopped may stay silent before it is terminated, in milliseconds. */
  readonly #grace: number;
  readonly #pendingRequests = new Map<number, PendingRequest>();
  #worker: WorkerHandle | undefined;
  #lastRequestId = 0;

  constructor(start: StartWorker, grace: number) {
    this.#start = start;
    this.#grace = grace;
  }

  /** True if the evaluation of a program ends before `run` returns. */
  answersAtOnce(program: Pick<FlatProgram, 'elementCount'>): boolean {
    return this.#startedWorker.answersAtOnce?.(program) ?? false;
  }

  /** @param onState called with the states of a session. */
  run(work: Work, transfer: ArrayBuffer[], onState: (state: SessionState) => void = () => undefined): RunningRequest {
    const requestId = ++this.#lastRequestId;
    const worker = this.#startedWorker;
    const ended = new Promise<RequestResult>((resolve) => {
      const { timeLimit } = work;
      const watchdog = work.kind === 'session' ? undefined : this.#watchdog(requestId, timeLimit + this.#grace);
      this.#pendingRequests.set(requestId, {
        timeLimit,
        onState,
        resolve,
        watchdog,
        unacknowledgedCommands: 0,
        isCancelled: false,
      });
    });
    worker.post({ ...work, requestId }, transfer);
    return {
      ended,
      send: (command) => this.#send(requestId, command),
      cancel: () => this.#cancel(requestId),
    };
  }

  dispose(): void {
    for (const { watchdog } of this.#pendingRequests.values()) clearTimeout(watchdog);
    if (this.#pendingRequests.size === 0) this.#worker?.endWhenIdle();
    else this.#worker?.terminate();
    this.#pendingRequests.clear();
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
    const pendingRequest = this.#pendingRequests.get(reply.requestId);
    if (reply.kind === 'state') pendingRequest?.onState(reply.state);
    else if (reply.kind === 'received') pendingRequest && this.#markReceived(reply.requestId, pendingRequest);
    else this.#finish(reply.requestId, reply);
  }

  #send(requestId: number, command: SessionCommand): void {
    const pendingRequest = this.#pendingRequests.get(requestId);
    if (pendingRequest === undefined) return;
    this.#worker?.post({ kind: 'command', requestId, command }, []);
    pendingRequest.unacknowledgedCommands++;
    pendingRequest.watchdog ??= this.#sessionWatchdog(requestId, pendingRequest);
  }

  #markReceived(requestId: number, pendingRequest: PendingRequest): void {
    pendingRequest.unacknowledgedCommands--;
    if (pendingRequest.isCancelled) return;
    clearTimeout(pendingRequest.watchdog);
    pendingRequest.watchdog =
      pendingRequest.unacknowledgedCommands > 0 ? this.#sessionWatchdog(requestId, pendingRequest) : undefined;
  }

  /** Does not end a session without waiting once more: the whole process may have been stopped meanwhile. */
  #sessionWatchdog(requestId: number, pendingRequest: PendingRequest): Timer {
    return setTimeout(
      () => {
        pendingRequest.watchdog = this.#watchdog(requestId, this.#grace);
      },
      Math.min(pendingRequest.timeLimit, maxTimeout),
    );
  }

  #cancel(requestId: number): void {
    const pendingRequest = this.#pendingRequests.get(requestId);
    if (pendingRequest === undefined) return;
    this.#worker?.post({ kind: 'cancel', requestId }, []);
    pendingRequest.isCancelled = true;
    clearTimeout(pendingRequest.watchdog);
    pendingRequest.watchdog = this.#watchdog(requestId, this.#grace);
  }

  /** Terminates the worker if it doesn't reply in time. */
  #watchdog(silentRequest: number, milliseconds: number): Timer {
    return setTimeout(
      () =>
        this.#loseWorker((requestId) =>
          requestId === silentRequest ? { kind: 'exceeded', requestId } : { kind: 'interrupted' },
        ),
      Math.min(milliseconds, maxTimeout),
    );
  }

  #loseWorker(resultOf: (requestId: number) => RequestResult): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const requestId of [...this.#pendingRequests.keys()]) this.#finish(requestId, resultOf(requestId));
  }

  #finish(requestId: number, result: RequestResult): void {
    const pendingRequest = this.#pendingRequests.get(requestId);
    if (pendingRequest === undefined) return;
    clearTimeout(pendingRequest.watchdog);
    this.#pendingRequests.delete(requestId);
    pendingRequest.resolve(result);
  }
}
