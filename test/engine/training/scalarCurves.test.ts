/** Named scalars of a training session, such as an accuracy, compared with PyTorch. */

import { describe, expect, test } from 'vitest';
import { splitSamples } from '../../../server/src/engine/training/batches.ts';
import { Curve, maxPoints } from '../../../server/src/engine/training/session/curve.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { ManualSession, planOf } from '../../support/training/manualSession.ts';

const points = Array.from({ length: 20 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
const labels = points.map(([x, y], i) => (i % 7 === 0 ? i % 3 : x > 0 ? 1 : y > 0 ? 2 : 0));
const text = `data X = ${JSON.stringify(points)}
data y = ${JSON.stringify(labels)}
param W = [[0, 0, 0], [0, 0, 0]]
param b = [0, 0, 0]
logits = dropout(X, 0.5) @ W + b
loss L = cross_entropy(logits, y)
accuracy = mean(argmax(logits, axis = 1) == y)
bias = sum(b^2)
rows = size(X, 0)
train sgd(lr = 0.5, batch = 5, holdout = 0.25, seed = 3)
`;

test.runIf(isPytorchRequired)('accuracy on the training and held-out samples is that of PyTorch', async () => {
  const session = new ManualSession(planOf(text));
  const start = session.poll();
  expect(start.scalarCurve.points.map(({ step }) => step)).toEqual([0]);
  const { training, heldOut } = splitSamples(20, { seed: 3, holdout: 0.25 });
  for (const epoch of [1, 2, 3]) {
    session.run({ kind: 'run', until: 3 * epoch });
    const state = session.poll();
    const [point] = state.scalarCurve.points;
    const [W, b] = state.runState!.params.map((values) => [...values]);
    const script = `
import json, torch
X, y = torch.tensor(${JSON.stringify(points)}, dtype=torch.float64), torch.tensor(${JSON.stringify(labels)})
W, b = torch.tensor(${JSON.stringify(W)}, dtype=torch.float64).reshape(2, 3), torch.tensor(${JSON.stringify(b)}, dtype=torch.float64)
accuracy = lambda rows: ((X[rows] @ W + b).argmax(1) == y[rows]).double().mean().item()
print(json.dumps([accuracy(${JSON.stringify([...training])}), accuracy(${JSON.stringify([...heldOut])}), (b * b).sum().item()]))`;
    const [trainingAccuracy, heldOutAccuracy, bias] = JSON.parse(await runPython(script)) as number[];
    expect(point.step).toBe(3 * epoch);
    expect(point.training[0]).toBeCloseTo(trainingAccuracy, 14);
    expect(point.heldOut[0]).toBeCloseTo(heldOutAccuracy, 14);
    expect([point.training[1], point.heldOut[1]]).toEqual([expect.closeTo(bias, 12), expect.closeTo(bias, 12)]);
  }
});

describe('the scalars of a file', () => {
  const scalarsOf = (more: string) => {
    const { scalars } = planOf(`param x = 2\n${more}\nloss L = x^2\n`);
    return scalars && { names: scalars.names, metric: scalars.metric };
  };

  test('are those that training changes, apart from the objective', () => {
    expect(planOf(text).scalars).toMatchObject({ names: ['accuracy', 'bias'], metric: 0 });
    expect(scalarsOf('const c = 3\nlist = [x, x]')).toBeUndefined();
  });

  test('are plotted first if they are named like a metric or expected', () => {
    expect(scalarsOf('a = 2 * x\nb = 3 * x\nexpect b ≈ 6')).toEqual({ names: ['a', 'b'], metric: 1 });
    expect(scalarsOf('a = 2 * x\nf1_score = 3 * x')).toEqual({ names: ['a', 'f1_score'], metric: 1 });
    expect(scalarsOf('fact = 2 * x')).toEqual({ names: ['fact'], metric: undefined });
  });

  test('are at most twelve, with all metrics', () => {
    const many = Array.from({ length: 14 }, (_, i) => `a${i} = ${i + 2} * x`).join('\n');
    const scalars = scalarsOf(`${many}\naccuracy = x`);
    expect(scalars?.names).toHaveLength(12);
    expect(scalars).toMatchObject({ metric: 0 });
    expect(scalars?.names[0]).toBe('accuracy');
  });
});

test('a long curve skips the measurements that it would drop', () => {
  const curve = new Curve<number>();
  let measured = 0;
  for (let step = 0; step < 4 * maxPoints; step++) {
    if (curve.keepsNext) {
      measured++;
      curve.add(step);
    } else curve.skip();
  }
  const { points: kept } = curve.takeUpdate(true);
  expect(kept.every((step, index) => index === 0 || step - kept[index - 1] === kept[1])).toBe(true);
  expect(measured).toBeLessThan(2 * maxPoints + 2);
});
