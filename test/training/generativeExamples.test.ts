/** Examples of generative models: 100 steps have the losses of PyTorch, which draws the same numbers on its own. */

import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../scripts/paths.ts';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { readAndEvaluate } from '../../server/src/node/bp/command.ts';
import { isEvaluated } from '../../server/src/snapshot/snapshot.ts';
import { noProgress } from '../../server/src/snapshot/training/trainingProgress.ts';
import { createTrainingJob, requestFrom } from '../../server/src/training/createTrainingJob.ts';
import { drawsInPython } from '../support/oracles/drawsInPython.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const stepCount = 100;

const vae = `
flowers = (X - X.mean(0)) / X.std(0, correction=0)
def loss(step):
    eps = torch.tensor(normal('eps', 300, 1, step)).reshape(150, 2)
    h = torch.tanh(flowers @ p['h.W'] + p['h.b'])
    mu = h @ p['mu.W'] + p['mu.b']
    log_var = h @ p['log_var.W'] + p['log_var.b']
    z = mu + torch.exp(log_var / 2) * eps
    decoded = torch.tanh(z @ p['U'] + p['a']) @ p['V'] + p['b']
    reconstruction = ((decoded - flowers) ** 2).sum(1).mean() / (2 * 0.1)
    return reconstruction + (mu ** 2 + log_var.exp() - 1 - log_var).sum(1).mean() / 2
lr = lambda step: 0.02
`;

const diffusion = `
moons = 2 * (X - torch.tensor([0.5, 0.25]))
def loss(step):
    angle = torch.tensor(uniform('angle', 200, 1, step)).reshape(200, 1) * (math.pi / 2)
    eps = torch.tensor(normal('eps', 400, 1, step)).reshape(200, 2)
    noisy = torch.cos(angle) * moons + torch.sin(angle) * eps
    velocity = torch.cos(angle) * eps - torch.sin(angle) * moons
    h = torch.tanh(torch.cat([noisy, torch.cos(angle), torch.sin(angle)], dim=1) @ p['U'] + p['a'][0])
    return torch.nn.functional.mse_loss(torch.tanh(h @ p['V'] + p['a'][1]) @ p['W'], velocity)
lr = lambda step: 0.02 * (1 - (step - 1) / 2000)
`;

describe.runIf(isPytorchRequired)('100 steps are those of PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each([
    ['vae', vae],
    ['diffusion', diffusion],
  ])('of %s', async (name, model) => {
    const snapshot = await readAndEvaluate(join(examples, `${name}.bp`));
    if (!isEvaluated(snapshot)) throw new Error('not evaluated');
    const { program, params, data } = snapshot.model;
    const tensorOf = (node: number) =>
      `torch.tensor(${JSON.stringify([...elementsOf(program, snapshot.evaluation.values, node)])}, dtype=torch.float64).reshape(${JSON.stringify(program.shape(node))})`;
    const printed = await runPython(`${drawsInPython}
import json, torch
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
X = ${tensorOf(data[0].node)}
p = {${params.map((param) => `'${param.name}': ${tensorOf(param.node)}.requires_grad_()`).join(',\n')}}
${model}
optimizer = torch.optim.Adam(p.values())
losses = []
for step in range(1, ${stepCount} + 1):
    optimizer.param_groups[0]['lr'] = lr(step)
    optimizer.zero_grad()
    L = loss(step)
    L.backward()
    optimizer.step()
    losses.append(L.item())
print(json.dumps(losses))`);
    const theirs: readonly number[] = JSON.parse(printed);
    const job = createTrainingJob(snapshot, requestFrom(noProgress));
    if (isRefusal(job)) throw new Error(job.refusal);
    const ours: number[] = [];
    for (const progress of new TrainingRun(job).steps()) {
      if (progress) ours.push(progress.loss);
      if (ours.length === stepCount) break;
    }
    const differing = theirs.filter((loss, index) => !(Math.abs(ours[index] / loss - 1) <= 1e-10));
    expect(differing).toEqual([]);
  });
});
