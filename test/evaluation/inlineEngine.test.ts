/** Small programs run without a worker, with the same bits; larger ones start a worker that is kept. */

import { expect, test } from 'vitest';
import type { EngineReply, EngineReport, EvaluateRequest } from '../../server/src/engine/engineMessages.ts';
import { elementsOf, type Values } from '../../server/src/engine/ir/values.ts';
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import { flatten, unflatten, unflattenValues } from '../../server/src/engine/runtime/flatProgram.ts';
import { withInlineEngine } from '../../server/src/evaluation/inlineEngine.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';
import { longModel } from '../support/models/longModel.ts';
import { ScriptedWorkers } from '../support/workers/scriptedWorkers.ts';

const few = requestFor('param a = 3\nparam b = -0.7\nloss M = tanh(a * b)^2 + sin(b) / a', 1);
const small = requestFor('param W = [[0.3, -2], [1, 0.7]]\nloss M = sum(softmax(W @ W.T) * W)', 2);
const many = requestFor(longModel(1_000), 3);
const large = requestFor('param W[50, 50] ~ normal()\nloss M = sum((W @ W.T)^2)', 4);

test.each([
  ['few scalars', few],
  ['small tensors', small],
])('%s are evaluated synchronously, without a worker', (_, request) => {
  const { workers, replies, engine } = started();
  engine.post(request, []);
  const program = unflatten(request.program);
  const [expected, ...others] = [new Execution(program).run(), ...replies.map(valuesOf)].map((values) =>
    Array.from({ length: program.length }, (_, node) => elementsOf(program, values, node).slice()),
  );
  expect(others).toEqual([expected]);
  engine.endWhenIdle();
  engine.terminate();
  expect(workers.started).toEqual([]);
});

test.each([
  ['many scalars', many],
  ['large tensors', large],
])('%s are sent to one worker, with all later requests', (_, request) => {
  const { workers, replies, engine } = started();
  engine.post(request, []);
  engine.post({ kind: 'cancel', requestId: request.requestId }, []);
  engine.post({ ...few, kind: 'check', requestId: 5, root: 0, leaves: [] }, []);
  expect(replies).toEqual([]);
  expect(workers.started).toHaveLength(1);
  const [worker] = workers.started;
  expect(worker.evaluations).toEqual([request]);
  expect(worker.cancelled).toEqual([request.requestId]);
  expect(worker.checks).toHaveLength(1);
  worker.answer(request);
  expect(replies).toMatchObject([{ kind: 'values', requestId: request.requestId }]);
  engine.terminate();
  expect(worker.isTerminated).toBe(true);
});

function requestFor(text: string, requestId: number): EvaluateRequest {
  return { kind: 'evaluate', requestId, program: flatten(analyze(text).model.program), timeLimit: 1_000 };
}

function valuesOf(reply: EngineReply | EngineReport): Values {
  if (reply.kind !== 'values') throw new Error(`the reply is ${reply.kind}`);
  return unflattenValues(reply.values);
}

function started() {
  const workers = new ScriptedWorkers();
  const replies: (EngineReply | EngineReport)[] = [];
  const engine = withInlineEngine(workers.start)({ onReply: (reply) => replies.push(reply), onLost: () => undefined });
  return { workers, replies, engine };
}
