/**
 * The engine's end of a worker: message in, reply out. It knows no platform: whoever hosts it gives it a way to reply
 * and a way to let waiting messages in.
 */

import { Execution, type Values } from './execute.ts';
import { runTape } from './tape.ts';
import { type FlatProgram, unflatten } from './transfer.ts';

export type EngineRequest =
  | {
      readonly kind: 'evaluate';
      readonly job: number;
      readonly program: FlatProgram;
      /** How long the evaluation may take, in milliseconds. */
      readonly budget: number;
    }
  | { readonly kind: 'cancel'; readonly job: number };

export type EngineReply =
  | { readonly kind: 'values'; readonly job: number; readonly values: Values }
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

  /** Takes one message. An evaluation replies exactly once, whatever happens. */
  async receive(request: EngineRequest): Promise<void> {
    if (request.kind === 'cancel') {
      this.#running.delete(request.job);
      return;
    }
    this.#running.add(request.job);
    const reply = await this.#evaluate(request).catch((error: unknown) => failure(request.job, error));
    this.#running.delete(request.job);
    this.#host.reply(reply, reply.kind === 'values' ? buffersOf(reply.values) : []);
  }

  async #evaluate({ job, program, budget }: EngineRequest & { kind: 'evaluate' }): Promise<EngineReply> {
    const deadline = Date.now() + budget;
    const slices = program.isScalar ? runTape(program) : new Execution(unflatten(program)).runInSlices();
    for (;;) {
      const slice = slices.next();
      if (slice.done) return { kind: 'values', job, values: slice.value };
      await this.#host.pause();
      if (!this.#running.has(job)) return { kind: 'cancelled', job };
      if (Date.now() > deadline) return { kind: 'exceeded', job };
    }
  }
}

function failure(job: number, error: unknown): EngineReply {
  return { kind: 'failed', job, message: error instanceof Error ? error.message : String(error) };
}

function buffersOf({ data, starts }: Values): ArrayBuffer[] {
  return [data.buffer as ArrayBuffer, starts.buffer as ArrayBuffer];
}
