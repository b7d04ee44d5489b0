/** A training session takes the same steps as a run and can show any of them again, bit for bit. */

import { describe, expect, test } from 'vitest';
import { Curve, maxPoints } from '../../../server/src/engine/training/session/curve.ts';
import { EngineSession } from '../../../server/src/engine/training/session/engineSession.ts';
import { ReplayPoints } from '../../../server/src/engine/training/session/replayPoints.ts';
import type { SessionCommand } from '../../../server/src/engine/training/session/sessionCommands.ts';
import { type RunState, TrainingRun } from '../../../server/src/engine/training/trainingRun.ts';
import { ManualSession, planOf, pollCommand } from '../../support/training/manualSession.ts';

/** Dropout, momentum and shuffled batches: any state lost on the way back would change the numbers. */
const layers = `data x = [[0, 0], [0, 1], [1, 0], [1, 1], [2, 1], [1, 2], [2, 0], [0, 2]]
data y = [0, 1, 1, 0, 1, 1, 0, 0]
h = dropout(tanh(dense(x, 4)), 0.25)
out = dense(h, 1)
loss L = bce_with_logits(out[:, 0], y)
train adam(lr = 0.05, batch = 3, seed = 3, holdout = 0.25)`;

const run = (until: number): SessionCommand => ({ kind: 'run', until });
const seek = (step: number): SessionCommand => ({ kind: 'seek', step });

/** The state after each step, taken by a run without a session. */
function statesOf(text: string, steps: number): RunState[] {
  const states: RunState[] = [];
  const plain = new TrainingRun({ ...planOf(text).job.trainingJob, steps });
  states.push(plain.state);
  for (const progress of plain.steps()) if (progress) states.push(plain.state);
  return states;
}

const numbersOf = ({ params, states }: RunState) => ({ params, states });

describe('a running session', () => {
  test('has the same losses as a run without a session', () => {
    const { trainingJob } = planOf(layers).job;
    const plain = [...new TrainingRun({ ...trainingJob, steps: 40 }).steps()].filter((step) => step !== undefined);
    const session = new ManualSession(planOf(layers));
    session.run(run(40));
    const seen = session.poll();
    expect(seen.trainingCurve.points.map(({ step, loss }) => [step, loss])).toEqual(
      plain.map(({ step, loss }) => [step, loss]),
    );
    expect(seen.heldOutCurve.points.map(({ step, loss }) => [step, loss])).toEqual(
      plain.filter(({ heldOut }) => heldOut !== undefined).map(({ step, heldOut }) => [step, heldOut]),
    );
    expect(seen).toMatchObject({ isRunning: false, step: 40, shownStep: 40, epoch: 20, stepsPerEpoch: 2 });
  });

  test('reports the norms of the gradient by layer', () => {
    const plan = planOf('param a = 3\nparam b = 4\nloss L = a^2 + b');
    expect(plan.layers).toEqual(['a', 'b']);
    const session = new ManualSession(plan);
    session.run({ kind: 'step' });
    expect(session.poll().trainingCurve.points).toEqual([{ step: 1, loss: 13, norms: [6, 1] }]);
    expect(planOf(layers).layers).toEqual(['h', 'out']);
  });

  test('takes exactly one step on request', () => {
    const session = new ManualSession(planOf(layers));
    session.run({ kind: 'step' });
    session.run({ kind: 'step' });
    expect(session.poll().step).toBe(2);
    session.run(run(Number.POSITIVE_INFINITY), { kind: 'pause' });
    expect(session.poll().step).toBe(2);
  });

  test('answers polls while running and is silent otherwise', () => {
    const session = new ManualSession(planOf(layers));
    session.send(run(Number.POSITIVE_INFINITY));
    session.send({ ...pollCommand, isUrgent: false });
    const states = session.work(400);
    expect(states).toHaveLength(1);
    expect(states[0]).toMatchObject({ isRunning: true });
    expect(states[0].values?.data.length).toBeGreaterThan(0);
  });

  test('handles commands between fast steps', () => {
    const session = new ManualSession(planOf('param x = 1\nloss L = x^2'));
    session.send(run(Number.POSITIVE_INFINITY));
    session.work(50);
    session.run({ kind: 'pause' });
    expect(session.poll()).toMatchObject({ isRunning: false, step: 50 });
  });

  test('measures steps per second from the start of a run', () => {
    const session = new ManualSession(planOf(layers));
    session.run(run(100));
    session.now = 1000;
    session.send(run(1_000_000));
    session.work(100);
    session.now = 3000;
    session.send(pollCommand);
    const [{ step, stepsPerSecond }] = session.work(100);
    expect(stepsPerSecond).toBe((step - 100) / 2);
    session.run({ kind: 'pause' });
    expect(session.poll().stepsPerSecond).toBeUndefined();
  });
});

describe('the pace of a run', () => {
  const paced = (stepsPerSecond: number | undefined): ManualSession => {
    const session = new ManualSession(planOf(layers));
    session.run({ kind: 'pace', stepsPerSecond }, run(1_000_000));
    return session;
  };

  test.each([1, 10, 100])('is %i steps a second', (speed) => {
    const session = paced(speed);
    session.runFor(999);
    const first = session.poll();
    expect(first.step).toBe(speed);
    expect(first.stepsPerSecond).toBeCloseTo(speed, 8);
    session.runFor(3000);
    expect(session.poll().step).toBe(4 * speed);
  });

  test('is kept by timers that are late, and no step is made up for', () => {
    const session = paced(10);
    for (let tick = 1; tick < 40; tick++) {
      session.now = tick * 25 + (tick % 3);
      session.run();
    }
    expect(session.poll().step).toBe(10);
    session.now = 5000;
    session.run();
    expect(session.poll().step).toBe(11);
    session.runFor(999);
    expect(session.poll().step).toBe(20);
  });

  test('changes during a run, at once', () => {
    const session = paced(1);
    session.runFor(499);
    session.run({ kind: 'pace', stepsPerSecond: 100 });
    session.runFor(99);
    expect(session.poll().step).toBe(11);
    session.run({ kind: 'pace', stepsPerSecond: 1 });
    session.runFor(2000);
    expect(session.poll().step).toBe(13);
    session.run({ kind: 'pace', stepsPerSecond: undefined }, run(5000));
    expect(session.poll().step).toBe(5000);
  });

  test('does not delay a single step or a pause', () => {
    const session = paced(1);
    session.run({ kind: 'step' });
    session.run({ kind: 'step' });
    expect(session.poll()).toMatchObject({ step: 3, isRunning: false });
    session.run(run(100));
    session.run({ kind: 'pause' });
    session.runFor(10_000);
    expect(session.poll()).toMatchObject({ step: 3, isRunning: false });
  });
});

describe('a run without an end', () => {
  const openRun: SessionCommand = { kind: 'run' };

  test.each([
    ['a loss that reaches its minimum', 'param x = 3\nloss L = (x - 1)^2\ntrain sgd(lr = 0.1)'],
    ['a loss that oscillates', 'param x = 0.03\nloss L = abs(x)\ntrain sgd(lr = 0.1)'],
    ['noisy mini-batches', layers],
  ])('pauses when the loss plateaus: %s', (_, text) => {
    const session = new ManualSession(planOf(text));
    session.run(openRun);
    const { step, isRunning, pauseReason } = session.poll();
    expect({ isRunning, pauseReason }).toEqual({ isRunning: false, pauseReason: { kind: 'plateau', step } });
    expect(step).toBeLessThan(2000);
  });

  test('does not take a slow start for the end', () => {
    const slow = 'param x = 1e-4\nloss L = (x^2 - 1)^2\ntrain sgd(lr = 0.01)';
    const session = new ManualSession(planOf(slow));
    session.run(openRun);
    expect(session.poll().loss).toBeLessThan(1e-3);
  });

  test('pauses after 10,000 steps at the latest, and goes on from there', () => {
    const session = new ManualSession(planOf('param x = 3\nloss L = x\ntrain sgd(lr = 0.1)'));
    session.run(openRun);
    expect(session.poll()).toMatchObject({ step: 10_000, pauseReason: { kind: 'stepLimit', step: 10_000 } });
    session.run(openRun);
    expect(session.poll().pauseReason).toEqual({ kind: 'stepLimit', step: 20_000 });
  });
});

test('pausing in a long step discards it, and resuming repeats it', () => {
  const long = 'param w[512, 300] ~ normal(0, 1)\nloss L = mean(tanh(tanh(w))^2)\ntrain sgd(lr = 0.1, momentum = 0.9)';
  const worker = new EngineSession(planOf(long).job, () => 0);
  worker.handle(run(2));
  const work = worker.work();
  expect(work.next()).toEqual({ done: false, value: undefined });
  worker.handle({ kind: 'pause' });
  worker.handle(pollCommand);
  expect([...work].at(-1)).toMatchObject({ step: 0, isRunning: false });
  worker.handle(run(2));
  for (const _ of worker.work());
  worker.handle(pollCommand);
  const last = [...worker.work()].findLast((state) => state !== undefined)!;
  expect(numbersOf(last.runState!)).toEqual(numbersOf(statesOf(long, 2)[2]));
});

test('a run that ignores the loss continues past non-finite values', () => {
  const session = new ManualSession(planOf('param x = 2\nloss L = x^4\ntrain sgd(lr = 10)'));
  session.run({ kind: 'run', until: 1000, ignoresNonFiniteLoss: true });
  expect(session.poll()).toMatchObject({ isRunning: false, pauseReason: { kind: 'nonFiniteParam' } });
});

describe('a shown step', () => {
  test('has the same bits in any order', () => {
    const states = statesOf(layers, 150);
    const session = new ManualSession(planOf(layers));
    session.run(run(150));
    for (const step of [0, 149, 75, 76, 16, 15, 150, 1, 33, 32, 31]) {
      session.run(seek(step));
      const seen = session.poll();
      expect(seen.shownStep).toBe(step);
      expect(numbersOf(seen.runState!)).toEqual(numbersOf(states[step]));
    }
  });

  test('does not affect the next step, which continues from the latest', () => {
    const states = statesOf(layers, 61);
    const session = new ManualSession(planOf(layers));
    session.run(run(60));
    session.run(seek(7));
    session.run({ kind: 'step' });
    const seen = session.poll();
    expect([seen.step, seen.shownStep]).toEqual([61, 61]);
    expect(numbersOf(seen.runState!)).toEqual(numbersOf(states[61]));
  });

  test('is clamped to the first and the latest step', () => {
    const session = new ManualSession(planOf(layers, { startStep: 5 }));
    session.run(run(9));
    session.run(seek(1000));
    expect(session.poll().shownStep).toBe(9);
    session.run(seek(0));
    expect(session.poll().shownStep).toBe(5);
  });

  test('has the same bits after settings changed within an epoch, also twice at one step', () => {
    const change = (batch: number | undefined, lr: number): SessionCommand => ({
      kind: 'set',
      batch,
      hyperparameters: { lr },
      programs: planOf(layers, { batch: batch ?? null }).job.trainingJob.programs,
    });
    const session = new ManualSession(planOf(layers));
    const states = new Map<number, RunState>();
    const go = (until: number): void => {
      for (let step = session.poll().step; step < until; step++) {
        session.run({ kind: 'step' });
        states.set(step + 1, session.poll().runState!);
      }
    };
    session.run(change(2, 0.2));
    session.run(change(3, 0.05));
    go(21);
    session.run(change(4, 0.05));
    session.run(change(2, 0.01));
    go(50);
    session.run(seek(40));
    session.poll();
    session.run(change(undefined, 0.5));
    go(70);
    session.run(change(undefined, 0.25));
    go(90);
    const first = statesOf(layers, 21);
    expect(numbersOf(states.get(21)!)).toEqual(numbersOf(first[21]));
    for (const step of [89, 21, 22, 70, 71, 50, 51, 5, 49]) {
      session.run(seek(step));
      expect(numbersOf(session.poll().runState!)).toEqual(numbersOf(states.get(step)!));
    }
  });

  test('keeps the count of epochs when the batch size changes', () => {
    const session = new ManualSession(planOf(layers));
    session.run(run(5));
    expect(session.poll()).toMatchObject({ epoch: 3, stepsPerEpoch: 2 });
    const { programs } = planOf(layers, { batch: null }).job.trainingJob;
    session.run({ kind: 'set', batch: undefined, hyperparameters: {}, programs });
    session.run(run(8));
    expect(session.poll()).toMatchObject({ epoch: 6, stepsPerEpoch: 1 });
  });
});

describe('a non-finite value', () => {
  const runaway = 'param x = 1\nloss L = x\ntrain sgd(lr = 1e308, momentum = 0.5)';

  test('pauses the session before the step, and a smaller rate continues from there', () => {
    const session = new ManualSession(planOf(runaway));
    session.run(run(1000));
    const stopped = session.poll();
    expect(stopped).toMatchObject({
      isRunning: false,
      pauseReason: { kind: 'nonFiniteParam', step: stopped.step + 1, param: 0 },
    });
    const { programs } = planOf(runaway).job.trainingJob;
    session.run({ kind: 'set', batch: undefined, hyperparameters: { lr: 0 }, programs }, { kind: 'step' });
    expect(session.poll()).toMatchObject({ step: stopped.step + 1, pauseReason: undefined });
    const plain = statesOf(runaway, stopped.step).at(-1)!;
    expect(numbersOf(stopped.runState!)).toEqual(numbersOf(plain));
  });

  test('is reported after its step if it is the loss', () => {
    const session = new ManualSession(planOf('param x = 2\nloss L = x^4\ntrain sgd(lr = 10)'));
    session.run(run(1000));
    expect(session.poll()).toMatchObject({
      isRunning: false,
      step: 5,
      pauseReason: { kind: 'nonFiniteLoss', step: 5, value: Number.POSITIVE_INFINITY },
    });
  });
});

describe('bounded memory', () => {
  test('a downsampled curve keeps its ends and range', () => {
    const curve = new Curve<number>();
    for (let n = 0; n < 1_000_000; n++) curve.add(n);
    const { isComplete, points } = curve.takeUpdate(false);
    expect(isComplete).toBe(true);
    expect(points.length).toBeGreaterThan(maxPoints / 2);
    expect(points.length).toBeLessThanOrEqual(maxPoints);
    const distances = new Set(points.slice(1).map((point, i) => point - points[i]));
    expect([points[0], distances.size]).toEqual([0, 1]);
    expect(points.at(-1)).toBeGreaterThan(999_000);
  });

  test('a curve sends only new points, or all points after some were dropped', () => {
    const curve = new Curve<number>();
    curve.add(1);
    expect(curve.takeUpdate(false)).toEqual({ isComplete: true, points: [1] });
    curve.add(2);
    expect(curve.takeUpdate(false)).toEqual({ isComplete: false, points: [2] });
    expect(curve.takeUpdate(false)).toEqual({ isComplete: false, points: [] });
    expect(curve.takeUpdate(true)).toEqual({ isComplete: true, points: [1, 2] });
    for (let n = 0; n < maxPoints; n++) curve.add(n);
    expect(curve.takeUpdate(false).isComplete).toBe(true);
  });

  test.each([
    [1, 1024],
    [1_000_000, 2],
  ])('a model of %d numbers keeps at most %d replay points', (size, most) => {
    const state = (step: number): RunState => ({
      step,
      params: [{ length: size } as Float64Array],
      states: [],
      order: { batchOrder: { seed: 0, holdout: 0 }, samples: 0, epoch: step, cursor: undefined },
    });
    const replayPoints = new ReplayPoints(state(0));
    let highest = 0;
    for (let step = 1; step <= 200_000; step++) {
      if (replayPoints.isDue(step)) replayPoints.add(state(step));
      highest = Math.max(highest, replayPoints.count);
    }
    expect(highest).toBeLessThanOrEqual(most);
    expect(replayPoints.nearestBefore(0).step).toBe(0);
    expect(replayPoints.nearestBefore(150_000).step).toBeLessThanOrEqual(150_000);
  });
});
