/** The decision surface of more than two classes: the class that PyTorch predicts at each point of the plane. */

import { expect, test } from 'vitest';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { isTrainable } from '../../server/src/snapshot/training/trainable.ts';
import { outputPlotOf } from '../../server/src/training/outputPlot.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';
import { ManualSession, planOf } from '../support/training/manualSession.ts';

const rows = Array.from({ length: 30 }, (_, i) => ({
  length: (Math.sin(i) + (i % 3)).toFixed(3),
  weight: (Math.cos(i) - (i % 3) ** 2).toFixed(3),
  species: ['cat', 'dog', 'fox'][i % 3],
}));
const csv = ['length,weight,species', ...rows.map((row) => Object.values(row).join(','))].join('\n');
const files = filesOf({ 'pets.csv': csv });
const text = `data X = csv("pets.csv", columns = ["length", "weight"])
data y = csv("pets.csv", columns = ["species"])
param W = [[0.1, 0, 0], [0, 0, 0.2]]
param b = [0, 0, 0]
logits = X @ W + b
loss L = cross_entropy(logits, y)
train sgd(lr = 0.5, epochs = 20)
`;

test.runIf(isPytorchRequired)('is the class that PyTorch predicts at the center of each cell', async () => {
  const plan = planOf(text, {}, files);
  const { surface } = plan;
  if (isRefusal(surface) || surface.kind !== 'plane') throw new Error('no surface');
  const session = new ManualSession(plan);
  session.run({ kind: 'run', until: 20 });
  const state = session.poll({ includesSurface: true });
  const [W, b] = state.runState!.params.map((values) => [...values]);
  const { x, y, columns, rows: rowCount } = surface;
  const script = `
import json, torch
W, b = torch.tensor(${JSON.stringify(W)}, dtype=torch.float64).reshape(2, 3), torch.tensor(${JSON.stringify(b)}, dtype=torch.float64)
at = lambda low, high, n: low + (high - low) * (torch.arange(n, dtype=torch.float64) + 0.5) / n
y, x = torch.meshgrid(at(${y.from}, ${y.to}, ${rowCount}), at(${x.from}, ${x.to}, ${columns}), indexing='ij')
print(json.dumps((torch.stack([x, y], -1) @ W + b).argmax(-1).flatten().tolist()))`;
  const expected = JSON.parse(await runPython(script)) as number[];
  expect([...state.surface!]).toEqual(expected);
  expect(new Set(expected)).toEqual(new Set([0, 1, 2]));
});

test('names the classes and the columns of the file', () => {
  const { surface } = planOf(text, {}, files);
  expect(surface).toMatchObject({
    x: { name: 'length' },
    y: { name: 'weight' },
    output: 'logits',
    label: 'y',
    boundary: undefined,
    classes: ['cat', 'dog', 'fox'],
  });
});

test('numbers the classes of data in the text, and has at most ten', () => {
  const surfaceOf = (count: number) => {
    const snapshot = evaluated(`data X = [[1, 2], [3, 4], [5, 6]]
data y = [0, 1, 2]
param W[2, ${count}] ~ glorot()
logits = X @ W
loss L = cross_entropy(logits, y)`);
    return isTrainable(snapshot) && outputPlotOf(snapshot);
  };
  expect(surfaceOf(3)).toMatchObject({ classes: ['0', '1', '2'] });
  expect(surfaceOf(11)).toEqual({ refusal: 'No decision surface: logits is not a single number per sample.' });
});
