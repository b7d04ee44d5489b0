/** The fit of a model of one input: a curve by hand, and one by PyTorch. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import type { FitPlot } from '../../server/src/training/fitPlot.ts';
import type { SessionSetup } from '../../server/src/training/sessionSetup.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';
import { ManualSession, planOf } from '../support/training/manualSession.ts';

function fitOf({ surface }: SessionSetup): FitPlot {
  if (isRefusal(surface) || surface.kind !== 'fit') throw new Error('no fit');
  return surface;
}

const refusalOf = (text: string) => {
  const { surface } = planOf(text);
  return isRefusal(surface) ? surface.refusal : surface.kind;
};

/** Some samples, and a model of them. */
const modelOf = (x: string, y: string, model: string, settings = 'lr = 0.1') =>
  `data x = ${x}\ndata y = ${y}\nparam a = 0.5\nparam b = -1\n${model}\ntrain sgd(${settings})`;

const lineModel = 'predicted = a * x + b\nloss L = mse(predicted, y)';

/** The curve after some steps, of a model whose params are `a` and `b`. */
function curveAfter(setup: SessionSetup, steps: number) {
  const session = new ManualSession(setup);
  if (steps > 0) session.run({ kind: 'run', until: steps });
  const { surface, runState } = session.poll({ includesSurface: true });
  return { values: [...surface!], params: runState!.params.map((values) => values[0]) };
}

describe('the curve', () => {
  test('is the output at equal steps from one end of the extended axis to the other', async () => {
    const setup = planOf(await readFile(join(root, 'examples', 'linear-regression.bp'), 'utf8'));
    const { x, columns, ...rest } = fitOf(setup);
    expect(rest).toMatchObject({ output: 'predicted', label: 'y', boundary: undefined });
    expect(rest.points).toEqual([3.1, 4.9, 7.2, 8.8].map((label, i) => ({ x: i + 1, label, isHeldOut: false })));
    expect(x.name).toBe('x');
    expect(x.from).toBeCloseTo(0.7, 12);
    expect(x.to).toBeCloseTo(4.3, 12);
    for (const steps of [0, 5]) {
      const { values, params } = curveAfter(setup, steps);
      expect(values).toHaveLength(columns);
      for (const [i, value] of values.entries())
        expect(value).toBeCloseTo(params[0] * (0.7 + (3.6 * i) / (columns - 1)) + params[1], 12);
    }
    expect(curveAfter(setup, 0).values[0]).toBeCloseTo(0.35, 12);
  });

  test.each([1, 47, 48, 96, 1001])('is the same with %i samples', (count) => {
    const samples = Array.from({ length: count }, (_, i) => i / 10);
    const setup = planOf(modelOf(JSON.stringify(samples), JSON.stringify(samples), lineModel));
    const { x, points } = fitOf(setup);
    const { values } = curveAfter(setup, 0);
    expect(values[0]).toBeCloseTo(0.5 * x.from - 1, 12);
    expect(values.at(-1)).toBeCloseTo(0.5 * x.to - 1, 12);
    expect(points.length).toBe(Math.min(count, 501));
  });

  test('has gaps where the output is not finite', () => {
    const setup = planOf(
      modelOf('[1, 2, 3]', '[0, 1, 1]', 'predicted = a * log(x - 1.5 + b - b)\nloss L = mse(predicted, y)'),
    );
    const { values } = curveAfter(setup, 0);
    const { x, columns } = fitOf(setup);
    const isDefined = (i: number) => x.from + ((x.to - x.from) * i) / (columns - 1) > 1.5;
    expect(values.map(Number.isFinite)).toEqual(values.map((_, i) => isDefined(i)));
  });

  test.runIf(isPytorchRequired)(
    'is the probability that PyTorch computes from a logit in evaluation mode',
    async () => {
      const text = `data hours = csv("exam.csv", columns = ["hours"])
data passed = csv("exam.csv", columns = ["passed"])
const centre = mean(hours)
z = reshape((hours - centre) * 2, [-1, 1])
h = dropout(tanh(dense(z, 3)), 0.5)
logits = dense(h, 1)
loss L = bce_with_logits(logits[:, 0], passed)
train adam(lr = 0.1, epochs = 20)`;
      const hours = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4.75];
      const rows = hours.map((value, i) => `${value},${i > 3 ? 1 : 0}`);
      const setup = planOf(text, {}, filesOf({ 'exam.csv': ['hours,passed', ...rows].join('\n') }));
      const fit = fitOf(setup);
      expect(fit).toMatchObject({ boundary: 0.5, output: 'sigmoid of logits[:, 0]', x: { name: 'hours' } });
      const session = new ManualSession(setup);
      session.run({ kind: 'run', until: 20 });
      const { surface, runState } = session.poll({ includesSurface: true });
      const [W1, b1, W2, b2] = runState!.params.map((values) => [...values]);
      const script = `
import json, torch
t = lambda values, *shape: torch.tensor(values, dtype=torch.float64).reshape(*shape)
W1, b1, W2, b2 = t(${JSON.stringify(W1)}, 1, 3), t(${JSON.stringify(b1)}, 3), t(${JSON.stringify(W2)}, 3, 1), t(${JSON.stringify(b2)}, 1)
x = torch.linspace(${fit.x.from}, ${fit.x.to}, ${fit.columns}, dtype=torch.float64).reshape(-1, 1)
h = torch.tanh((x - t(${JSON.stringify(hours)}, -1).mean()) * 2 @ W1 + b1)
print(json.dumps(torch.sigmoid(h @ W2 + b2).flatten().tolist()))`;
      const expected = JSON.parse(await runPython(script)) as number[];
      for (const [i, value] of surface!.entries()) expect(value).toBeCloseTo(expected[i], 12);
    },
  );
});

test('a constant feature has an axis around it, and infinite ones none', () => {
  const axisOf = (x: string) => fitOf(planOf(modelOf(x, '[1, 2]', lineModel))).x;
  expect(axisOf('[5, 5]')).toEqual({ name: 'x', from: 4, to: 6 });
  const { from, to } = axisOf('[1e20, 1e20]');
  expect(to).toBeGreaterThan(from);
  const wide = axisOf('[-1.7e308, 1.7e308]');
  expect(Number.isFinite(wide.to - wide.from)).toBe(true);
});

test('held-out samples are marked', () => {
  const { points } = fitOf(planOf(modelOf('[1, 2, 3, 4]', '[1, 2, 3, 4]', lineModel, 'lr = 0.1, holdout = 0.25')));
  expect(points.filter(({ isHeldOut }) => isHeldOut)).toHaveLength(1);
});

test('a model of several outputs or labels has no fit', () => {
  expect(
    refusalOf(
      'data x = [1, 2]\ndata y = [0, 1]\nparam w = [[1, 2, 3]]\nz = reshape(x, [-1, 1]) @ w\nloss L = cross_entropy(z, y)',
    ),
  ).toBe('No fit plot: z is not a single number per sample.');
  expect(
    refusalOf('data x = [[1], [2]]\ndata y = [[0, 1], [1, 0]]\nparam a = 1\nz = a * x\nloss L = sum((z - y)^2)'),
  ).toBe('No fit plot: y has more than one number per sample.');
});
