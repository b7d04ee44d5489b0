/**
 * The engine in a worker: receives messages, runs jobs in slices and replies. The host supplies `reply` and `pause`, so
 * it runs on any platform.
 */

import { type CheckedLeaf, checkGradients, type LeafReport } from './gradcheck/gradcheck.ts';
import type { NodeId } from './ir/program.ts';
import {
  columnBuffers,
  type FlatColumns,
  type FlatProgram,
  type FlatValues,
  flattenValues,
  unflatten,
} from './runtime/flatProgram.ts';
import { runOnce } from './runtime/runOnce.ts';
import { EngineSession } from './training/session/engineSession.ts';
import type { SessionCommand, SessionJob, SessionState } from './training/session/sessionCommands.ts';

interface JobBase {
  readonly job: number;
  readonly program: FlatProgram;
  /** Time limit in milliseconds: of the job, or of a session to receive a command. */
  readonly budget: number;
}

/** Runs a program once. */
export type EvaluateRequest = JobBase & { readonly kind: 'evaluate' };

/** Compares the gradients of a root with finite differences. */
export type CheckRequest = JobBase & {
  readonly kind: 'check';
  readonly root: NodeId;
  readonly leaves: readonly CheckedLeaf[];
};

/** Runs a training session, driven by commands, until cancelled. */
export type SessionRequest = JobBase & SessionJob & { readonly kind: 'session' };

/** A request that is answered exactly once, after some time. */
export type JobRequest = EvaluateRequest | CheckRequest | SessionRequest;

export type EngineRequest =
  | JobRequest
  | { readonly kind: 'cancel'; readonly job: number }
  | { readonly kind: 'command'; readonly job: number; readonly command: SessionCommand };

/** A message about a session that is still running: a state, or that it has received a command. */
export type EngineReport =
  | { readonly kind: 'state'; readonly job: number; readonly state: SessionState }
  | { readonly kind: 'received'; readonly job: number };

/**
 * The result of an evaluation. `recycled` returns the columns of the program, so that the sender can reuse their
 * buffers.
 */
interface ValuesReply {
  readonly kind: 'values';
  readonly job: number;
  readonly values: FlatValues;
  readonly recycled?: FlatColumns;
}

export type EngineReply =
  | ValuesReply
  | { readonly kind: 'checked'; readonly job: number; readonly reports: readonly LeafReport[] }
  | { readonly kind: 'cancelled'; readonly job: number }
  | { readonly kind: 'exceeded'; readonly job: number }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string };

export interface EngineHost {
  readonly reply: (reply: EngineReply | EngineReport, transfer: ArrayBuffer[]) => void;
  /** Resolves once all pending messages have been received. */
  readonly pause: () => Promise<void>;
  /** Milliseconds of a clock that is never set, unlike that of the system. */
  readonly now: () => number;
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
  /** Jobs that are neither answered nor cancelled. */
  readonly #activeJobs = new Set<number>();
  /** The active jobs that are sessions. */
  readonly #sessions = new Map<number, ActiveSession>();

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /**
   * Handles one message. Each job gets exactly one reply, whatever happens; concurrent jobs alternate, one slice at a
   * time.
   */
  async receive(request: EngineRequest): Promise<void> {
    if (request.kind === 'cancel') {
      this.#activeJobs.delete(request.job);
      this.#sessions.get(request.job)?.wake();
      return;
    }
    if (request.kind === 'command') {
      const active = this.#sessions.get(request.job);
      if (active === undefined) return;
      this.#host.reply({ kind: 'received', job: request.job }, []);
      active.session.handle(request.command);
      active.wake();
      return;
    }
    this.#activeJobs.add(request.job);
    const reply = await this.#execute(request).catch((error: unknown) => failureReply(request.job, error));
    this.#activeJobs.delete(request.job);
    this.#sessions.delete(request.job);
    this.#host.reply(reply, reply.kind === 'values' ? replyBuffers(reply) : []);
  }

  #execute(request: JobRequest): Promise<EngineReply> {
    return request.kind === 'session' ? this.#runSession(request) : this.#runJob(request);
  }

  async #runJob(request: EvaluateRequest | CheckRequest): Promise<EngineReply> {
    const { job, budget } = request;
    const deadline = this.#host.now() + budget;
    const iterator = runInSlices(request);
    for (;;) {
      const slice = iterator.next();
      if (slice.done) return slice.value;
      await this.#host.pause();
      if (!this.#activeJobs.has(job)) return { kind: 'cancelled', job };
      if (this.#host.now() > deadline) return { kind: 'exceeded', job };
    }
  }

  async #runSession(request: SessionRequest): Promise<EngineReply> {
    const { job } = request;
    const session = new EngineSession(request, this.#host.now);
    const active: ActiveSession = { session, wake: () => undefined };
    this.#sessions.set(job, active);
    for (;;) {
      let pausedAt = this.#host.now();
      for (const state of session.run()) {
        if (state) this.#host.reply({ kind: 'state', job, state }, state.values ? buffersOf(state.values) : []);
        if (this.#host.now() - pausedAt < maxSliceMilliseconds) continue;
        await this.#host.pause();
        pausedAt = this.#host.now();
        if (!this.#activeJobs.has(job)) return { kind: 'cancelled', job };
      }
      await new Promise<void>((wake) => {
        active.wake = wake;
      });
      if (!this.#activeJobs.has(job)) return { kind: 'cancelled', job };
    }
  }
}

/** Runs a job in slices and returns its reply. */
function* runInSlices(request: EvaluateRequest | CheckRequest): Generator<undefined, EngineReply> {
  const { job, program } = request;
  switch (request.kind) {
    case 'evaluate': {
      const values = flattenValues(yield* runOnce(program), program.isScalar);
      const { codes, arities, operands, constants } = program;
      return { kind: 'values', job, values, recycled: { codes, arities, operands, constants } };
    }
    case 'check': {
      const { root, leaves } = request;
      return { kind: 'checked', job, reports: yield* checkGradients(unflatten(program), root, leaves) };
    }
  }
}

function failureReply(job: number, error: unknown): EngineReply {
  return { kind: 'failed', job, message: error instanceof Error ? error.message : String(error) };
}

function buffersOf({ data, starts }: FlatValues): ArrayBuffer[] {
  return [data, ...(starts ? [starts] : [])].map((array) => array.buffer as ArrayBuffer);
}

function replyBuffers({ values, recycled }: ValuesReply): ArrayBuffer[] {
  return [...buffersOf(values), ...(recycled ? columnBuffers(recycled) : [])];
}
