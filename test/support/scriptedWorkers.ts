/** Workers that do nothing by themselves, unless they are to be prompt: the test says when one replies, and when it dies. */

import { Execution } from '../../server/src/engine/execute.ts';
import { unflatten } from '../../server/src/engine/transfer.ts';
import type { EngineReply, EngineRequest } from '../../server/src/engine/worker.ts';
import type { StartWorker, WorkerEvents, WorkerHandle } from '../../server/src/evaluator.ts';

export type EvaluateRequest = EngineRequest & { readonly kind: 'evaluate' };

export class ScriptedWorker implements WorkerHandle {
  readonly evaluations: EvaluateRequest[] = [];
  /** The jobs that it was told to give up. */
  readonly cancelled: number[] = [];
  isTerminated = false;
  readonly #events: WorkerEvents;
  readonly #isPrompt: boolean;

  constructor(events: WorkerEvents, isPrompt: boolean) {
    this.#events = events;
    this.#isPrompt = isPrompt;
  }

  post(request: EngineRequest): void {
    if (request.kind === 'cancel') this.cancelled.push(request.job);
    else {
      this.evaluations.push(request);
      if (this.#isPrompt) queueMicrotask(() => this.answer(request));
    }
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** Replies with the values, as a worker does that was fast enough, or too late to be stopped. */
  answer({ job, program }: EvaluateRequest): void {
    this.reply({ kind: 'values', job, values: new Execution(unflatten(program)).run() });
  }

  reply(reply: EngineReply): void {
    this.#events.onReply(reply);
  }

  die(reason: string): void {
    this.#events.onLost(reason);
  }
}

export class ScriptedWorkers {
  readonly started: ScriptedWorker[] = [];
  /** Whether those that start from now on answer at once. */
  arePrompt = false;

  readonly start: StartWorker = (events) => {
    const worker = new ScriptedWorker(events, this.arePrompt);
    this.started.push(worker);
    return worker;
  };

  get evaluations(): readonly EvaluateRequest[] {
    return this.started.flatMap(({ evaluations }) => evaluations);
  }

  /** The worker that took a request. */
  of(request: EvaluateRequest): ScriptedWorker {
    return this.started.find(({ evaluations }) => evaluations.includes(request))!;
  }
}
