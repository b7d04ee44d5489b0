/** Fake workers: the test decides when one replies or dies. */

import type {
  CheckRequest,
  EngineReply,
  EngineRequest,
  EvaluateRequest,
} from '../../../server/src/engine/engineMessages.ts';
import { checkGradients } from '../../../server/src/engine/gradcheck/gradcheck.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { unflatten } from '../../../server/src/engine/runtime/flatProgram.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import type { StartWorker, WorkerEvents, WorkerHandle } from '../../../server/src/evaluation/engineClient.ts';

export class ScriptedWorker implements WorkerHandle {
  readonly evaluations: EvaluateRequest[] = [];
  readonly checks: CheckRequest[] = [];
  /** Canceled jobs. */
  readonly cancelled: number[] = [];
  isTerminated = false;
  /** Jobs that `answerAll` has answered. */
  readonly #answered = new Set<number>();
  readonly #events: WorkerEvents;
  readonly #isImmediate: boolean;

  constructor(events: WorkerEvents, isImmediate: boolean) {
    this.#events = events;
    this.#isImmediate = isImmediate;
  }

  post(request: EngineRequest): void {
    if (request.kind === 'cancel') this.cancelled.push(request.requestId);
    else if (request.kind === 'check') this.checks.push(request);
    else if (request.kind !== 'evaluate') throw new Error('scripted workers do not train');
    else {
      this.evaluations.push(request);
      if (this.#isImmediate) queueMicrotask(() => this.answer(request));
    }
  }

  terminate(): void {
    this.isTerminated = true;
  }

  endWhenIdle(): void {
    this.isTerminated = true;
  }

  answerAll(): void {
    for (const request of this.evaluations.filter(({ requestId }) => !this.#answered.has(requestId))) {
      this.#answered.add(request.requestId);
      if (this.cancelled.includes(request.requestId)) this.reply({ kind: 'cancelled', requestId: request.requestId });
      else this.answer(request);
    }
  }

  /** Replies with the values, also after a cancel. */
  answer({ requestId, program }: EvaluateRequest): void {
    this.reply({ kind: 'values', requestId, values: new Execution(unflatten(program)).run() });
  }

  /** Replies with the reports of a gradient check. */
  answerCheck({ requestId, program, root, leaves }: CheckRequest): void {
    this.reply({
      kind: 'checked',
      requestId,
      reports: runToCompletion(checkGradients(unflatten(program), root, leaves)),
    });
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
  /** True if workers started from now on answer immediately. */
  areImmediate = false;

  readonly start: StartWorker = (events) => {
    const worker = new ScriptedWorker(events, this.areImmediate);
    this.started.push(worker);
    return worker;
  };

  get evaluations(): readonly EvaluateRequest[] {
    return this.started.flatMap(({ evaluations }) => evaluations);
  }

  /** Cancelled jobs of all workers. */
  get cancelled(): readonly number[] {
    return this.started.flatMap(({ cancelled }) => cancelled);
  }

  /** Replies to all evaluations that have no reply yet: with the values, or that they are cancelled. */
  answerAll(): void {
    for (const worker of this.started) worker.answerAll();
  }

  get checks(): readonly CheckRequest[] {
    return this.started.flatMap(({ checks }) => checks);
  }

  /** The worker that received a request. */
  of(request: EvaluateRequest | CheckRequest): ScriptedWorker {
    return this.started.find((worker) => [...worker.evaluations, ...worker.checks].includes(request))!;
  }
}
