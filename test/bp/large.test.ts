/** A model the size of a first MNIST exercise: 1,000 images of 784 pixels and 128 hidden units. */

import { describe, expect, test } from 'vitest';
import { Random } from '../../server/src/engine/math/random.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';
import { Folder } from './run.ts';

const images = 1000;
const pixels = 784;

const model = `data samples = csv("digits.csv")
digit = samples[:, 0]
X = samples[:, 1:]
h = tanh(dense(X, 128))
logits = dense(h, 10)
loss L = cross_entropy(logits, digit)
`;

/** Mostly background, as images of digits are. */
function digitsCsv(): string {
  const random = new Random(1, 'digits');
  const pixel = (): string => (random.uniform() < 0.8 ? '0' : random.uniform().toFixed(3));
  const names = Array.from({ length: pixels }, (_, i) => `pixel${i}`);
  const rows = Array.from({ length: images }, (_, i) => [i % 10, ...Array.from({ length: pixels }, pixel)]);
  return [['digit', ...names], ...rows].map((row) => row.join(',')).join('\n');
}

const named = ['h.W', 'h.b', 'h', 'logits.W', 'logits.b', 'logits'] as const;

/** The loss, and the norm of each gradient, from the samples in the CSV file and the params that `bp` reports. */
const judge = (csv: string, report: string): string => `
import csv, json, torch

tensor = lambda values: torch.tensor(values, dtype=torch.float64)
with open(${JSON.stringify(csv)}) as file:
    samples = tensor([[float(cell) for cell in row] for row in list(csv.reader(file))[1:]])
with open(${JSON.stringify(report)}) as file:
    nodes = {node['name']: node for node in json.load(file)['nodes']}
mine = {name: tensor(nodes[name]['value']).requires_grad_() for name in ['h.W', 'h.b', 'logits.W', 'logits.b']}
mine['h'] = torch.tanh(samples[:, 1:] @ mine['h.W'] + mine['h.b'])
mine['logits'] = mine['h'] @ mine['logits.W'] + mine['logits.b']
mine['h'].retain_grad()
mine['logits'].retain_grad()
loss = torch.nn.functional.cross_entropy(mine['logits'], samples[:, 0].long())
loss.backward()
norm = lambda gradient: torch.linalg.vector_norm(gradient).item()
print(json.dumps({
    'loss': loss.item(),
    'norms': {name: norm(node.grad) for name, node in mine.items()},
    'distances': {name: norm(node.grad - tensor(nodes[name]['grad'])) for name, node in mine.items()},
}))
`;

interface Judgement {
  readonly loss: number;
  readonly norms: Readonly<Record<string, number>>;
  /** Of the gradients that `bp` reports from PyTorch's. */
  readonly distances: Readonly<Record<string, number>>;
}

describe.runIf(isPytorchRequired)('bp eval', () => {
  test('matches the loss and gradients of PyTorch to 1e-10', async () => {
    using folder = new Folder();
    const csv = folder.write('digits.csv', digitsCsv());
    folder.write('digits.bp', model);
    const { code, out, err } = await folder.bp('eval', '--json', 'digits.bp');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { loss, norms, distances }: Judgement = JSON.parse(
      await runPython(judge(csv, folder.write('report.json', out))),
    );
    const { objective, problems } = JSON.parse(out);
    expect(problems).toEqual([]);
    expect(Math.abs(objective - loss)).toBeLessThan(1e-10 * loss);
    for (const name of named) {
      expect(norms[name], name).toBeGreaterThan(0);
      expect(distances[name]! / norms[name]!, name).toBeLessThan(1e-10);
    }
  });
});
