/**
 * The engine's end of a worker: message in, reply out. It knows no platform: whoever hosts it gives it a way to reply
 * and a way to let waiting messages in.
 */

import { type CheckedLeaf, checkGradients, type LeafReport } from './autodiff/gradcheck.ts';
import type { NodeId } from './ir/program.ts';
import {
  type FlatColumns,
  type FlatProgram,
  type FlatValues,
  flattenValues,
  longBuffersOf,
  unflatten,
} from './ir/transfer.ts';
import { runOnce } from './runtime/runOnce.ts';
import { ShownTraining, type TrainingReport, type TrainingResult } from './training/reportedTraining.ts';
import type { Moment, SessionJob, SessionOrder } from './training/session/commands.ts';
import { TrainingSession } from './training/session/trainingSession.ts';
import type { TrainingJob } from './training/train.ts';

interface JobBase {
  readonly job: number;
  readonly program: FlatProgram;
  /** How long the job may take, in milliseconds. */
  readonly budget: number;
}

/** Run a program once. */
export type EvaluateRequest = JobBase & { readonly kind: 'evaluate' };

/** Compare the gradients of a root with what it does when its leaves are moved. */
export type CheckRequest = JobBase & {
  readonly kind: 'check';
  readonly root: NodeId;
  readonly leaves: readonly CheckedLeaf[];
};

/** Train the params of a program, and say now and then what it is by then. Told to stop, it answers with how far it is. */
export type TrainRequest = JobBase & {
  readonly kind: 'train';
  readonly training: TrainingJob;
  /** The leaf of each param, in the order of the training. */
  readonly params: readonly NodeId[];
};

/** Train as it is ordered, until it is told to stop. */
export type SessionRequest = JobBase & SessionJob & { readonly kind: 'session' };

/** What is worked at for a while, and answered exactly once. */
export type JobRequest = EvaluateRequest | CheckRequest | TrainRequest | SessionRequest;

export type EngineRequest =
  | JobRequest
  | { readonly kind: 'cancel'; readonly job: number }
  | { readonly kind: 'order'; readonly job: number; readonly order: SessionOrder };

/** What a job says while it is under way. */
export type EngineReport =
  | { readonly kind: 'report'; readonly job: number; readonly report: TrainingReport }
  | { readonly kind: 'moment'; readonly job: number; readonly moment: Moment };

/** What an evaluation came to, with the columns of its program: whoever sent them may send others in their buffers. */
interface ValuesReply {
  readonly kind: 'values';
  readonly job: number;
  readonly values: FlatValues;
  readonly spent?: FlatColumns;
}

export type EngineReply =
  | ValuesReply
  | { readonly kind: 'checked'; readonly job: number; readonly reports: readonly LeafReport[] }
  | { readonly kind: 'trained'; readonly job: number; readonly result: TrainingResult }
  | { readonly kind: 'cancelled'; readonly job: number }
  | { readonly kind: 'exceeded'; readonly job: number }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string };

export interface EngineHost {
  readonly reply: (reply: EngineReply | EngineReport, transfer: ArrayBuffer[]) => void;
  /** Resolves after the messages that wait have been received. */
  readonly pause: () => Promise<void>;
}

/** In milliseconds: steps of training may be many and short, and a pause after each would take longer than they do. */
const longestStretch = 5;

/** A session, and how it is woken where it has nothing to do. */
interface Led {
  readonly session: TrainingSession;
  wake: () => void;
}

export class EngineWorker {
  readonly #host: EngineHost;
  /** The jobs that are neither answered nor cancelled. */
  readonly #running = new Set<number>();
  /** Those of them that take orders. */
  readonly #led = new Map<number, Led>();

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /** Takes one message. A job replies exactly once, whatever happens; several take turns, a slice each. */
  async receive(request: EngineRequest): Promise<void> {
    if (request.kind === 'cancel') {
      this.#running.delete(request.job);
      this.#led.get(request.job)?.wake();
      return;
    }
    if (request.kind === 'order') {
      const led = this.#led.get(request.job);
      led?.session.take(request.order);
      led?.wake();
      return;
    }
    this.#running.add(request.job);
    const reply = await this.#answer(request).catch((error: unknown) => failure(request.job, error));
    this.#running.delete(request.job);
    this.#led.delete(request.job);
    this.#host.reply(reply, reply.kind === 'values' ? buffersOfReply(reply) : []);
  }

  #answer(request: JobRequest): Promise<EngineReply> {
    switch (request.kind) {
      case 'train':
        return this.#train(request);
      case 'session':
        return this.#lead(request);
      default:
        return this.#run(request);
    }
  }

  async #run(request: EvaluateRequest | CheckRequest): Promise<EngineReply> {
    const { job, budget } = request;
    const deadline = Date.now() + budget;
    const slices = slicesOf(request);
    for (;;) {
      const slice = slices.next();
      if (slice.done) return slice.value;
      await this.#host.pause();
      if (!this.#running.has(job)) return { kind: 'cancelled', job };
      if (Date.now() > deadline) return { kind: 'exceeded', job };
    }
  }

  async #train({ job, training, program, params }: TrainRequest): Promise<EngineReply> {
    const run = new ShownTraining(training, program, params, Date.now);
    const reports = run.reports();
    let pausedAt = Date.now();
    for (;;) {
      const { done, value } = reports.next();
      if (done) return { kind: 'trained', job, result: run.result(value) };
      if (value) this.#host.reply({ kind: 'report', job, report: value }, buffersOf(value.values));
      if (Date.now() - pausedAt < longestStretch) continue;
      await this.#host.pause();
      pausedAt = Date.now();
      if (!this.#running.has(job)) return { kind: 'trained', job, result: run.result({ kind: 'stopped' }) };
    }
  }

  async #lead(request: SessionRequest): Promise<EngineReply> {
    const { job } = request;
    const session = new TrainingSession(request, Date.now);
    const led: Led = { session, wake: () => undefined };
    this.#led.set(job, led);
    for (;;) {
      let pausedAt = Date.now();
      for (const moment of session.work()) {
        if (moment) this.#host.reply({ kind: 'moment', job, moment }, moment.values ? buffersOf(moment.values) : []);
        if (Date.now() - pausedAt < longestStretch) continue;
        await this.#host.pause();
        pausedAt = Date.now();
        if (!this.#running.has(job)) return { kind: 'cancelled', job };
      }
      await new Promise<void>((wake) => {
        led.wake = wake;
      });
      if (!this.#running.has(job)) return { kind: 'cancelled', job };
    }
  }
}

/** The work of a job, a slice at a time, and its reply. */
function* slicesOf(request: EvaluateRequest | CheckRequest): Generator<undefined, EngineReply> {
  const { job, program } = request;
  switch (request.kind) {
    case 'evaluate': {
      const values = flattenValues(yield* runOnce(program), program.isScalar);
      const { codes, arities, operands, numbers } = program;
      return { kind: 'values', job, values, spent: { codes, arities, operands, numbers } };
    }
    case 'check': {
      const { root, leaves } = request;
      return { kind: 'checked', job, reports: yield* checkGradients(unflatten(program), root, leaves) };
    }
  }
}

function failure(job: number, error: unknown): EngineReply {
  return { kind: 'failed', job, message: error instanceof Error ? error.message : String(error) };
}

function buffersOf({ data, starts }: FlatValues): ArrayBuffer[] {
  return [data, ...(starts ? [starts] : [])].map((array) => array.buffer as ArrayBuffer);
}

function buffersOfReply({ values, spent }: ValuesReply): ArrayBuffer[] {
  return [...buffersOf(values), ...(spent ? longBuffersOf(spent) : [])];
}
