/** The evaluator on worker threads that work, die, hang or run out of memory. */

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { adjointOf } from '../../server/src/engine/autodiff/differentiate.ts';
import type { EngineReply, EngineReport } from '../../server/src/engine/engineMessages.ts';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import type { StartWorker } from '../../server/src/evaluation/engineClient.ts';
import { defaultTimeLimits, Evaluator, type Outcome } from '../../server/src/evaluation/evaluator.ts';
import { workerHandle } from '../../server/src/node/workerThread.ts';
import type { GradientCheckJob } from '../../server/src/snapshot/gradientCheck.ts';
import { analyze, type Snapshot } from '../../server/src/snapshot/snapshot.ts';
import { type ScriptedWorker, ScriptedWorkers } from '../support/workers/scriptedWorkers.ts';
import {
  misbehavingThread,
  misbehaviors,
  slowModel,
  startEngineThread,
  startInTurn,
  unlimited,
} from '../support/workers/threads.ts';

const small = analyze('param a = 3\nloss M = a^2', 1);
const other = analyze('param b = 5\nloss N = b^2', 1);
const slow = analyze(slowModel(), 1);

/** A real thread needs time to start, so a limit that it has to reach is not small. */
const patient = 3_000;
const never = 3_600_000;

describe('a worker thread', () => {
  test('evaluates one version after another', async () => {
    const evaluator = make(startEngineThread);
    expect(objectiveOf(await evaluator.evaluate('a.bp', small))).toBe(9);
    expect(objectiveOf(await evaluator.evaluate('a.bp', other))).toBe(25);
  });

  test('evaluates waiting files in the order of arrival', async () => {
    const evaluator = make(startEngineThread);
    const done: string[] = [];
    const files = ['a.bp', 'b.bp', 'c.bp'].map(async (file) => {
      await evaluator.evaluate(file, small);
      done.push(file);
    });
    await Promise.all(files);
    expect(done).toEqual(['a.bp', 'b.bp', 'c.bp']);
  });

  test('stops an evaluation when a newer version arrives and stays alive', async () => {
    const { start, replies, workers } = observed();
    const evaluator = make(start, { timeLimit: never, gradientCheckTimeLimit: never, grace: never });
    const first = evaluator.evaluate('a.bp', slow);
    const second = evaluator.evaluate('a.bp', small);
    expect(await first).toEqual({ kind: 'superseded' });
    expect(objectiveOf(await second)).toBe(9);
    expect(replies.map(({ kind }) => kind)).toEqual(['cancelled', 'values']);
    expect(workers).toHaveLength(1);
  });

  test('stops an evaluation that exceeds its time limit and stays alive', async () => {
    const { start, replies, workers } = observed();
    const evaluator = make(start, { timeLimit: 1, gradientCheckTimeLimit: 1, grace: never });
    expect(problemOf(await evaluator.evaluate('a.bp', slow))).toMatchObject({ code: 'too-slow' });
    expect(replies.map(({ kind }) => kind)).toEqual(['exceeded']);
    expect(objectiveOf(await evaluator.evaluate('a.bp', small))).toBe(9);
    expect(workers).toHaveLength(1);
  });

  test('stops an evaluation when its file is closed', async () => {
    const { start, replies } = observed();
    const evaluator = make(start, { timeLimit: never, gradientCheckTimeLimit: never, grace: never });
    const outcome = evaluator.evaluate('a.bp', slow);
    evaluator.cancel('a.bp');
    expect(await outcome).toEqual({ kind: 'superseded' });
    expect(replies.map(({ kind }) => kind)).toEqual(['cancelled']);
  });

  test('is replaced when it is killed during an evaluation', async () => {
    const { start, workers } = observed();
    const evaluator = make(start);
    const outcome = evaluator.evaluate('a.bp', slow);
    await once(workers[0], 'online');
    await workers[0].terminate();
    expect(problemOf(await outcome)).toMatchObject({
      code: 'evaluation-failed',
      message: 'evaluation failed: the engine exited with code 1; edit the file to try again',
    });
    expect(objectiveOf(await evaluator.evaluate('a.bp', small))).toBe(9);
    expect(workers).toHaveLength(2);
  });

  test('is replaced silently when it is killed while idle', async () => {
    const { start, workers } = observed();
    const evaluator = make(start);
    await evaluator.evaluate('a.bp', small);
    await workers[0].terminate();
    expect(objectiveOf(await evaluator.evaluate('a.bp', other))).toBe(25);
  });
});

test.each([
  ['exits', misbehaviors.exits, 'the engine exited with code 3'],
  ['throws', misbehaviors.throws, 'the engine failed (boom)'],
  ['rejects a promise', 'void Promise.reject(new Error("boom"))', 'the engine failed (boom)'],
  ['runs out of memory', misbehaviors['runs out of memory'], 'the engine ran out of memory'],
])('a thread that %s is replaced, and the waiting file is evaluated', async (_, code, reason) => {
  const evaluator = make(startInTurn(misbehavingThread(code), startEngineThread));
  const [lost, waiting] = await Promise.all([evaluator.evaluate('a.bp', small), evaluator.evaluate('b.bp', other)]);
  expect(problemOf(lost)).toMatchObject({
    code: 'evaluation-failed',
    severity: 'error',
    message: `evaluation failed: ${reason}; edit the file to try again`,
    ...rangeOfFirstStatement,
  });
  expect(objectiveOf(waiting)).toBe(25);
  expect(objectiveOf(await evaluator.evaluate('a.bp', small))).toBe(9);
});

test('a thread that hangs is terminated after its time limit and replaced', async () => {
  const limits = { timeLimit: patient / 2, gradientCheckTimeLimit: patient / 2, grace: patient / 2 };
  const evaluator = make(startInTurn(misbehavingThread(misbehaviors.hangs), startEngineThread), limits);
  expect(problemOf(await evaluator.evaluate('a.bp', small))).toMatchObject({
    code: 'too-slow',
    message: 'evaluation stopped after 1.5 s; use smaller tensors or fewer samples',
  });
  expect(objectiveOf(await evaluator.evaluate('a.bp', small))).toBe(9);
});

test('a thread that hangs is terminated soon after a newer version arrives', async () => {
  const evaluator = make(startInTurn(misbehavingThread(misbehaviors.hangs), startEngineThread), {
    timeLimit: never,
    gradientCheckTimeLimit: never,
    grace: 50,
  });
  const first = evaluator.evaluate('a.bp', small);
  const second = evaluator.evaluate('a.bp', other);
  expect(await first).toEqual({ kind: 'superseded' });
  expect(objectiveOf(await second)).toBe(25);
});

describe('an evaluator', () => {
  test('supersedes a waiting version as soon as a newer one arrives', async () => {
    const workers = new ScriptedWorkers();
    const evaluator = make(workers.start);
    void evaluator.evaluate('a.bp', small);
    const waiting = evaluator.evaluate('b.bp', small);
    void evaluator.evaluate('b.bp', other);
    expect(await waiting).toEqual({ kind: 'superseded' });
    expect(workers.evaluations).toHaveLength(1);
  });

  test('ignores a reply to another request', async () => {
    const workers = new ScriptedWorkers();
    const evaluator = make(workers.start);
    const outcome = evaluator.evaluate('a.bp', small);
    const [worker] = workers.started;
    const [request] = worker.evaluations;
    worker.reply({ kind: 'failed', requestId: request.requestId + 7, message: 'nonsense' });
    worker.answer(request);
    worker.reply({ kind: 'failed', requestId: request.requestId, message: 'too late' });
    expect(objectiveOf(await outcome)).toBe(9);
  });

  test('reports a failed evaluation and keeps the worker', async () => {
    const workers = new ScriptedWorkers();
    const evaluator = make(workers.start);
    const outcome = evaluator.evaluate('a.bp', small);
    workers.started[0].reply({
      kind: 'failed',
      requestId: workers.evaluations[0].requestId,
      message: 'Array buffer allocation failed',
    });
    expect(problemOf(await outcome)).toMatchObject({ code: 'evaluation-failed' });
    expect(workers.started[0].isTerminated).toBe(false);
  });

  test('terminates a silent worker and asks the next one', async () => {
    const workers = new ScriptedWorkers();
    const evaluator = make(workers.start, { timeLimit: 5, gradientCheckTimeLimit: 5, grace: 5 });
    const outcome = evaluator.evaluate('a.bp', small);
    workers.areImmediate = true;
    const waiting = evaluator.evaluate('b.bp', other);
    expect(problemOf(await outcome)).toMatchObject({ code: 'too-slow' });
    expect(workers.started[0].isTerminated).toBe(true);
    expect(objectiveOf(await waiting)).toBe(25);
  });

  test('replaces a worker that dies after a stop request', async () => {
    const workers = new ScriptedWorkers();
    const evaluator = make(workers.start);
    const first = evaluator.evaluate('a.bp', small);
    workers.areImmediate = true;
    const second = evaluator.evaluate('a.bp', other);
    workers.started[0].die('the engine exited with code 1');
    expect(await first).toEqual({ kind: 'superseded' });
    expect(objectiveOf(await second)).toBe(25);
  });

  test('does not send a model that exceeds memory to a worker', async () => {
    const workers = new ScriptedWorkers();
    const rows = `[${new Array(4_000).fill('[1]').join(', ')}]`;
    const columns = `[[${new Array(4_000).fill('1').join(', ')}]]`;
    const snapshot = analyze(`param a = ${rows}\nloss L = mean(a * ${columns})`);
    expect(problemOf(await make(workers.start).evaluate('a.bp', snapshot))).toMatchObject({
      code: 'too-many-elements',
    });
    expect(workers.evaluations).toEqual([]);
  });

  test('leaves nothing running after it is disposed', async () => {
    const workers = new ScriptedWorkers();
    const evaluator = make(workers.start);
    const outcomes = [evaluator.evaluate('a.bp', small), evaluator.evaluate('b.bp', small)];
    evaluator.dispose();
    expect(await Promise.all(outcomes)).toEqual([{ kind: 'superseded' }, { kind: 'superseded' }]);
    expect(workers.started.map(({ isTerminated }) => isTerminated)).toEqual([true]);
  });
});

describe('a gradient check', () => {
  test('runs beside evaluations, which never wait for it', async () => {
    const { start, replies, workers } = observed();
    const evaluator = make(start, { timeLimit: never, gradientCheckTimeLimit: never, grace: never });
    const checked = evaluator.checkGradients('a.bp', checkOf(slow));
    expect(objectiveOf(await evaluator.evaluate('b.bp', small))).toBe(9);
    expect(replies.map(({ kind }) => kind)).toEqual(['values']);
    evaluator.cancelGradientCheck('a.bp');
    expect(await checked).toEqual({ kind: 'superseded' });
    expect(workers).toHaveLength(1);
  });

  test('is superseded by a newer version of its file and by the next check', async () => {
    const workers = new ScriptedWorkers();
    workers.areImmediate = true;
    const evaluator = make(workers.start);
    const first = evaluator.checkGradients('a.bp', checkOf(small));
    const second = evaluator.checkGradients('a.bp', checkOf(small));
    const [worker] = workers.started;
    worker.reply({ kind: 'cancelled', requestId: worker.checks[0].requestId });
    expect(await first).toEqual({ kind: 'superseded' });
    expect(objectiveOf(await evaluator.evaluate('a.bp', small))).toBe(9);
    expect(worker.cancelled).toEqual(worker.checks.map(({ requestId }) => requestId));
    worker.answerCheck(worker.checks[1]);
    expect(await second).toEqual({ kind: 'superseded' });
  });

  test('waits for the check of another file and ignores versions of other files', async () => {
    const workers = new ScriptedWorkers();
    workers.areImmediate = true;
    const evaluator = make(workers.start);
    const outcomes = ['a.bp', 'b.bp'].map((file) => evaluator.checkGradients(file, checkOf(small)));
    const [worker] = workers.started;
    expect(worker.checks).toHaveLength(1);
    await evaluator.evaluate('c.bp', small);
    worker.answerCheck(worker.checks[0]);
    expect(await outcomes[0]).toMatchObject({ kind: 'checked', reports: [{ isWithinTolerance: true }] });
    worker.answerCheck(worker.checks[1]);
    expect(await outcomes[1]).toMatchObject({ kind: 'checked' });
    expect(worker.cancelled).toEqual([]);
  });

  test.each<[string, (worker: ScriptedWorker) => void, string]>([
    ['dies', (worker) => worker.die('the engine exited with code 1'), 'the engine exited with code 1'],
    ['fails', (worker) => worker.reply({ kind: 'failed', requestId: 1, message: 'no room' }), 'no room'],
    ['takes too long', (worker) => worker.reply({ kind: 'exceeded', requestId: 1 }), 'it did not respond within 120 s'],
  ])('fails with the reason when the worker %s', async (_, misbehaves, reason) => {
    const workers = new ScriptedWorkers();
    const outcome = make(workers.start, defaultTimeLimits).checkGradients('a.bp', checkOf(small));
    misbehaves(workers.started[0]);
    expect(await outcome).toEqual({ kind: 'failed', reason });
  });

  test('costs the worker if it ignores a stop request, and evaluations run again', async () => {
    const workers = new ScriptedWorkers();
    const evaluator = make(workers.start, { timeLimit: never, gradientCheckTimeLimit: never, grace: 5 });
    const checked = evaluator.checkGradients('a.bp', checkOf(small));
    const evaluation = evaluator.evaluate('b.bp', other);
    workers.areImmediate = true;
    evaluator.cancelGradientCheck('a.bp');
    expect(objectiveOf(await evaluation)).toBe(25);
    expect(await checked).toEqual({ kind: 'superseded' });
    expect(workers.started.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  });

  test('is superseded when the evaluator is disposed', async () => {
    const evaluator = make(new ScriptedWorkers().start);
    const outcome = evaluator.checkGradients('a.bp', checkOf(small));
    evaluator.dispose();
    expect(await outcome).toEqual({ kind: 'superseded' });
  });
});

const rangeOfFirstStatement = { start: 0, end: 'param a = 3'.length };

function checkOf({ model: { program, params, objective } }: Snapshot): GradientCheckJob {
  const { backwardPass } = objective!;
  return {
    program,
    root: backwardPass.root,
    leaves: params.map(({ node }) => ({ node, adjoint: adjointOf(backwardPass, node) })),
  };
}

function make(start: StartWorker, limits = unlimited): Evaluator {
  const evaluator = new Evaluator(start, limits);
  onTestFinished(() => evaluator.dispose());
  return evaluator;
}

/** Starts real threads, and records them and their replies. */
function observed() {
  const replies: (EngineReply | EngineReport)[] = [];
  const workers: Worker[] = [];
  const start: StartWorker = ({ onReply, onLost }) => {
    const worker = new Worker(new URL('../../server/src/node/engineWorker.ts', import.meta.url));
    workers.push(worker);
    const record = (reply: EngineReply | EngineReport): void => {
      replies.push(reply);
      onReply(reply);
    };
    return workerHandle(worker, { onReply: record, onLost });
  };
  return { start, replies, workers };
}

function objectiveOf(outcome: Outcome): number {
  if (outcome.kind !== 'evaluated') throw new Error(`the outcome is ${JSON.stringify(problemOf(outcome))}`);
  const { model, evaluation } = outcome.snapshot;
  return elementsOf(model.program, evaluation.values, model.objective!.backwardPass.root)[0];
}

function problemOf(outcome: Outcome) {
  return outcome.kind === 'failed' ? outcome.snapshot.problems[0] : outcome.kind;
}
