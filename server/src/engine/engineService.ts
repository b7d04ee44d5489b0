/**
 * The engine in a worker: receives requests, executes them in slices and replies. The host supplies `reply` and `pause`, so
 * it runs on any platform.
 */

import type {
  CheckRequest,
  EngineReply,
  EngineReport,
  EngineRequest,
  EvaluateRequest,
  SessionRequest,
  ValuesReply,
  WorkRequest,
} from './engineMessages.ts';
import { checkGradients } from './gradcheck/gradcheck.ts';
import { columnBuffers, type FlatValues, flattenValues, unflatten } from './runtime/flatProgram.ts';
import { runOnce } from './runtime/runOnce.ts';
import { EngineSession } from './training/session/engineSession.ts';

export interface EngineHost {
  readonly reply: (reply: EngineReply | EngineReport, transfer: ArrayBuffer[]) => void;
  /** Resolves once all pending messages have been received. */
  readonly pause: () => Promise<void>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Calls back after this many milliseconds, unless the function it returns is called before. */
  readonly startTimer: (callback: () => void, milliseconds: number) => () => void;
}

/** Milliseconds of training between two pauses. Steps may be so short that a pause after each would dominate. */
const maxSliceMilliseconds = 5;

/** A session and the function that wakes it when idle. */
interface ActiveSession {
  readonly session: EngineSession;
  wake: () => void;
}

export class EngineService {
  readonly #host: EngineHost;
  /** The numbers of requests that are neither answered nor cancelled. */
  readonly #activeRequests = new Set<number>();
  /** The active requests that are sessions. */
  readonly #sessions = new Map<number, ActiveSession>();

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /**
   * Handles one message. Work gets exactly one reply, whatever happens; concurrent work alternates, one slice at a time.
   */
  async receive(request: EngineRequest): Promise<void> {
    if (request.kind === 'cancel') {
      this.#activeRequests.delete(request.requestId);
      this.#sessions.get(request.requestId)?.wake();
      return;
    }
    if (request.kind === 'command') {
      const active = this.#sessions.get(request.requestId);
      if (active === undefined) return;
      this.#host.reply({ kind: 'received', requestId: request.requestId }, []);
      active.session.handle(request.command);
      active.wake();
      return;
    }
    this.#activeRequests.add(request.requestId);
    const reply = await this.#execute(request).catch((error: unknown) => failureReply(request.requestId, error));
    this.#activeRequests.delete(request.requestId);
    this.#sessions.delete(request.requestId);
    this.#host.reply(reply, reply.kind === 'values' ? replyBuffers(reply) : []);
  }

  #execute(request: WorkRequest): Promise<EngineReply> {
    return request.kind === 'session' ? this.#runSession(request) : this.#runToReply(request);
  }

  async #runToReply(request: EvaluateRequest | CheckRequest): Promise<EngineReply> {
    const { requestId, timeLimit } = request;
    const deadline = this.#host.now() + timeLimit;
    const iterator = replyInSlices(request);
    for (;;) {
      const slice = iterator.next();
      if (slice.done) return slice.value;
      await this.#host.pause();
      if (!this.#activeRequests.has(requestId)) return { kind: 'cancelled', requestId };
      if (this.#host.now() > deadline) return { kind: 'exceeded', requestId };
    }
  }

  async #runSession(request: SessionRequest): Promise<EngineReply> {
    const { requestId } = request;
    const session = new EngineSession(request, this.#host.now);
    const active: ActiveSession = { session, wake: () => undefined };
    this.#sessions.set(requestId, active);
    for (;;) {
      let pausedAt = this.#host.now();
      for (const state of session.work()) {
        if (state) this.#host.reply({ kind: 'state', requestId, state }, state.values ? buffersOf(state.values) : []);
        if (this.#host.now() - pausedAt < maxSliceMilliseconds) continue;
        await this.#host.pause();
        pausedAt = this.#host.now();
        if (!this.#activeRequests.has(requestId)) return { kind: 'cancelled', requestId };
      }
      await this.#untilWoken(active);
      if (!this.#activeRequests.has(requestId)) return { kind: 'cancelled', requestId };
    }
  }

  /** Resolves on a command, and when the next step of the session is due. */
  async #untilWoken(active: ActiveSession): Promise<void> {
    const { delay } = active.session;
    let cancelTimer: (() => void) | undefined;
    await new Promise<void>((wake) => {
      active.wake = wake;
      if (delay !== undefined) cancelTimer = this.#host.startTimer(wake, delay);
    });
    cancelTimer?.();
  }
}

/** Computes the reply to a request in slices. */
function* replyInSlices(request: EvaluateRequest | CheckRequest): Generator<undefined, EngineReply> {
  const { requestId, program } = request;
  switch (request.kind) {
    case 'evaluate': {
      const values = flattenValues(yield* runOnce(program), program.isScalar);
      const { codes, arities, operands, constants } = program;
      return { kind: 'values', requestId, values, recycled: { codes, arities, operands, constants } };
    }
    case 'check': {
      const { root, leaves } = request;
      return { kind: 'checked', requestId, reports: yield* checkGradients(unflatten(program), root, leaves) };
    }
  }
}

function failureReply(requestId: number, error: unknown): EngineReply {
  return { kind: 'failed', requestId, message: error instanceof Error ? error.message : String(error) };
}

function buffersOf({ data, starts }: FlatValues): ArrayBuffer[] {
  return [data, ...(starts ? [starts] : [])].map((array) => array.buffer as ArrayBuffer);
}

function replyBuffers({ values, recycled }: ValuesReply): ArrayBuffer[] {
  return [...buffersOf(values), ...(recycled ? columnBuffers(recycled) : [])];
}
