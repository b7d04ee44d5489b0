/**
 * The engine's end of a worker: message in, reply out. It knows no platform: whoever hosts it gives it a way to reply
 * and a way to let waiting messages in.
 */

import { Execution, type Values } from './execute.ts';
import { type CheckedLeaf, checkGradients, type LeafReport } from './gradcheck.ts';
import type { NodeId } from './program.ts';
import { runTape } from './tape.ts';
import { type FlatProgram, unflatten } from './transfer.ts';

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

/** What is worked at for a while, and answered exactly once. */
export type JobRequest = EvaluateRequest | CheckRequest;

export type EngineRequest = JobRequest | { readonly kind: 'cancel'; readonly job: number };

export type EngineReply =
  | { readonly kind: 'values'; readonly job: number; readonly values: Values }
  | { readonly kind: 'checked'; readonly job: number; readonly reports: readonly LeafReport[] }
  | { readonly kind: 'cancelled'; readonly job: number }
  | { readonly kind: 'exceeded'; readonly job: number }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string };

export interface EngineHost {
  readonly reply: (reply: EngineReply, transfer: ArrayBuffer[]) => void;
  /** Resolves after the messages that wait have been received. */
  readonly pause: () => Promise<void>;
}

export class EngineWorker {
  readonly #host: EngineHost;
  /** The jobs that are neither answered nor cancelled. */
  readonly #running = new Set<number>();

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /** Takes one message. A job replies exactly once, whatever happens; several take turns, a slice each. */
  async receive(request: EngineRequest): Promise<void> {
    if (request.kind === 'cancel') {
      this.#running.delete(request.job);
      return;
    }
    this.#running.add(request.job);
    const reply = await this.#run(request).catch((error: unknown) => failure(request.job, error));
    this.#running.delete(request.job);
    this.#host.reply(reply, reply.kind === 'values' ? buffersOf(reply.values) : []);
  }

  async #run(request: JobRequest): Promise<EngineReply> {
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
}

/** The work of a job, a slice at a time, and its reply. */
function* slicesOf(request: JobRequest): Generator<void, EngineReply> {
  const { job, program } = request;
  switch (request.kind) {
    case 'evaluate': {
      const slices = program.isScalar ? runTape(program) : new Execution(unflatten(program)).runInSlices();
      return { kind: 'values', job, values: yield* slices };
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

function buffersOf({ data, starts }: Values): ArrayBuffer[] {
  return [data.buffer as ArrayBuffer, starts.buffer as ArrayBuffer];
}
