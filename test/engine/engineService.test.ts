/** The engine service, which runs in a worker: every request for work gets exactly one answer. */

import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { differentiate } from '../../server/src/engine/autodiff/differentiate.ts';
import type { CheckRequest, EngineReply } from '../../server/src/engine/engineMessages.ts';
import { EngineService } from '../../server/src/engine/engineService.ts';
import { type NodeId, Program } from '../../server/src/engine/ir/program.ts';
import { add, multiply } from '../../server/src/engine/operators/elementwise/arithmetic.ts';
import { leaf } from '../../server/src/engine/operators/identities.ts';
import { filledNode } from '../../server/src/engine/operators/shapes/shaping.ts';
import { columnBuffers, flatten, unflattenValues } from '../../server/src/engine/runtime/flatProgram.ts';

const minute = 60_000;

test('an evaluation replies with the values and transfers the buffers', async () => {
  const { worker, replies, transfers } = hosted();
  const request = evaluation(1, chain(3, 2), minute);
  await worker.receive(request);
  const [reply] = replies;
  expect(reply).toMatchObject({ kind: 'values', requestId: 1 });
  if (reply.kind !== 'values') return;
  const { data, starts } = unflattenValues(reply.values);
  expect(data[starts[starts.length - 1]]).toBe(4);
  expect(transfers).toEqual([[data.buffer, starts.buffer, ...columnBuffers(request.program)]]);
});

test('a scalar program is answered with its values only', async () => {
  const { worker, replies } = hosted();
  const program = new Program();
  program.add(add, [program.addConstant(1), program.addConstant(2)]);
  await worker.receive(evaluation(1, program, minute));
  const [reply] = replies;
  if (reply.kind !== 'values') throw new Error(reply.kind);
  expect(reply.values).toEqual({ data: Float64Array.of(1, 2, 3) });
  expect(unflattenValues(reply.values).starts).toEqual(Int32Array.of(0, 1, 2));
});

test('evaluations run one after another', async () => {
  const { worker, replies } = hosted();
  await worker.receive(evaluation(1, chain(3, 1), minute));
  await worker.receive(evaluation(2, chain(3, 1), minute));
  expect(summary(replies)).toEqual(['1 values', '2 values']);
});

test('a canceled evaluation stops long before its end', async () => {
  const pauses = { count: 0 };
  const { worker, replies } = hosted(async () => {
    pauses.count++;
    if (pauses.count === 3) await worker.receive({ kind: 'cancel', requestId: 1 });
  });
  await worker.receive(evaluation(1, chain(100, 200_000), minute));
  expect(summary(replies)).toEqual(['1 cancelled']);
  expect(pauses.count).toBe(3);
});

test('a cancel stops only its own evaluation', async () => {
  const { worker, replies } = hosted(setImmediate);
  const first = worker.receive(evaluation(1, chain(20, 200_000), minute));
  const second = worker.receive(evaluation(2, chain(20, 200_000), minute));
  await worker.receive({ kind: 'cancel', requestId: 1 });
  await Promise.all([first, second]);
  expect(summary(replies)).toEqual(['1 cancelled', '2 values']);
});

test('a late or early cancel has no effect', async () => {
  const { worker, replies } = hosted();
  await worker.receive({ kind: 'cancel', requestId: 1 });
  await worker.receive(evaluation(1, chain(10, 200_000), minute));
  await worker.receive({ kind: 'cancel', requestId: 1 });
  await worker.receive(evaluation(1, chain(10, 200_000), minute));
  expect(summary(replies)).toEqual(['1 values', '1 values']);
});

test('an evaluation gives up when its time limit is spent', async () => {
  const { worker, replies } = hosted(setImmediate);
  await worker.receive(evaluation(1, chain(10, 200_000), -1));
  expect(summary(replies)).toEqual(['1 exceeded']);
});

describe('an evaluation during which the clock of the system is set', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each([
    ['back', -3_600_000, -1, '1 exceeded'],
    ['ahead', 3_600_000, minute, '1 values'],
  ])('%s keeps its time limit', async (_, change, timeLimit, outcome) => {
    const { worker, replies } = hosted(setImmediate);
    const started = Date.now();
    let calls = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => started + change * calls++);
    await worker.receive(evaluation(1, chain(10, 200_000), timeLimit));
    expect(summary(replies)).toEqual([outcome]);
  });
});

test('values that exceed memory are reported, and the worker continues', async () => {
  const { worker, replies } = hosted();
  const program = new Program();
  filledNode(program, 1, [2 ** 40]);
  await worker.receive(evaluation(1, program, minute));
  await worker.receive(evaluation(2, chain(3, 1), minute));
  expect(summary(replies)).toEqual(['1 failed', '2 values']);
  expect(replies[0]).toMatchObject({ message: expect.stringMatching(/\w+/) });
});

test('a malformed program is reported', async () => {
  const { worker, replies } = hosted();
  const flat = flatten(chain(3, 1));
  await worker.receive({
    kind: 'evaluate',
    requestId: 1,
    timeLimit: minute,
    program: { ...flat, codes: flat.codes.map(() => 255) },
  });
  expect(summary(replies)).toEqual(['1 failed']);
});

describe('a gradient check', () => {
  test('replies with a report for each leaf and finds the wrong gradient', async () => {
    const { worker, replies, transfers } = hosted();
    await worker.receive(check(1, (adjoints) => adjoints));
    await worker.receive(check(2, ([first]) => [first, first]));
    expect(replies.map(verdicts)).toEqual([
      [true, true],
      [true, false],
    ]);
    expect(transfers).toEqual([[], []]);
  });

  test('stops early when it is canceled', async () => {
    const pauses = { count: 0 };
    const { worker, replies } = hosted(async () => {
      pauses.count++;
      if (pauses.count === 3) await worker.receive({ kind: 'cancel', requestId: 1 });
    });
    await worker.receive(check(1, (adjoints) => adjoints));
    expect(summary(replies)).toEqual(['1 cancelled']);
    expect(pauses.count).toBe(3);
  });

  test('lets evaluations pass that arrive while it runs', async () => {
    const { worker, replies } = hosted(setImmediate);
    const checked = worker.receive(check(1, (adjoints) => adjoints));
    await worker.receive(evaluation(2, chain(3, 1), minute));
    await checked;
    expect(summary(replies)).toEqual(['2 values', '1 checked']);
  });

  test('gives up when its time limit is spent', async () => {
    const { worker, replies } = hosted();
    await worker.receive({ ...check(1, (adjoints) => adjoints), timeLimit: -1 });
    expect(summary(replies)).toEqual(['1 exceeded']);
  });
});

/** A check of the product of two leaves, with adjoints chosen from the right ones. */
function check(requestId: number, adjointsOf: (right: readonly NodeId[]) => readonly NodeId[]): CheckRequest {
  const program = new Program();
  const leaves = [3, 4].map((value) => program.add(leaf, [program.addConstant(value)]));
  const root = program.add(multiply, leaves);
  const gradient = differentiate(program, root, (node) => leaves.includes(node));
  const adjoints = adjointsOf(leaves.map((node) => gradient.adjoints[node]));
  const checked = leaves.map((node, i) => ({ node, adjoint: adjoints[i] }));
  return { kind: 'check', requestId, program: flatten(program), timeLimit: minute, root, leaves: checked };
}

function verdicts(reply: EngineReply): readonly boolean[] | string {
  return reply.kind === 'checked' ? reply.reports.map(({ isWithinTolerance }) => isWithinTolerance) : reply.kind;
}

function hosted(pause = async (): Promise<void> => {}) {
  const replies: EngineReply[] = [];
  const transfers: ArrayBuffer[][] = [];
  const worker = new EngineService({
    reply: (reply, transfer) => {
      if (reply.kind === 'state' || reply.kind === 'received') throw new Error('an evaluation reports nothing');
      replies.push(reply);
      transfers.push(transfer);
    },
    pause,
    now: () => performance.now(),
    startTimer: () => {
      throw new Error('an evaluation waits for nothing');
    },
  });
  return { worker, replies, transfers };
}

function evaluation(requestId: number, program: Program, timeLimit: number) {
  return { kind: 'evaluate', requestId, program: flatten(program), timeLimit } as const;
}

/** A leaf of ones followed by a chain of additions of 1. */
function chain(length: number, size: number): Program {
  const program = new Program();
  let last = program.add(leaf, [filledNode(program, 1, [size])]);
  const one = program.addConstant(1);
  for (let i = 0; i < length; i++) last = program.add(add, [last, one]);
  return program;
}

function summary(replies: readonly EngineReply[]): string[] {
  return replies.map(({ requestId, kind }) => `${requestId} ${kind}`);
}
