/** The example `microgpt.bp`: all of its 1,000 steps have the losses of PyTorch, and it samples the names that PyTorch samples. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examples } from '../../scripts/paths.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { nodeAt, sampleCountOf } from '../../server/src/language/lowering/model.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { readAndEvaluate, readSnapshot } from '../../server/src/node/bp/command.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';
import { noProgress } from '../../server/src/snapshot/training/trainingProgress.ts';
import { createTrainingJob, requestFrom } from '../../server/src/training/createTrainingJob.ts';
import { Folder } from '../bp/run.ts';
import { drawsInPython } from '../support/oracles/drawsInPython.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

/** The loss of each step before its update, by an implementation in PyTorch with float64. */
const losses: readonly number[] = JSON.parse(readFileSync(new URL('microgptLosses.json', import.meta.url), 'utf8'));

test('microgpt takes the steps of PyTorch', async () => {
  const snapshot = await readAndEvaluate(join(examples, 'microgpt.bp'));
  expect(snapshot.text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  const job = createTrainingJob(snapshot, requestFrom(noProgress));
  if (isRefusal(job)) throw new Error(job.refusal);
  const taken = [...new TrainingRun(job).steps()].flatMap((progress) => progress ?? []);
  expect(taken.map(({ step }) => step)).toEqual(losses.map((_, index) => index + 1));
  const differing = taken.filter(({ loss }, index) => !(Math.abs(loss / losses[index]! - 1) <= 1e-10));
  expect(differing).toEqual([]);
});

test('microgpt has a context of 16, and a program of 16 names in an editor', async () => {
  const read = await readSnapshot(join(examples, 'microgpt.bp'));
  const context = { ...read.context, isLive: true };
  const { model, names } = analyze(read.text, 0, context);
  expect(model.program.shape(nodeAt(model.statementNodes, names.definitions.get('logits')!.id)!)).toEqual([16, 16, 27]);
  expect(sampleCountOf(model)).toBe(1000);
  // Each takes part in the time of a key.
  expect(model.program.elementCount).toBeLessThan(2_600_000);
});

const sampling = (path: string) => `${drawsInPython}
import json, torch
from safetensors.torch import load_file
torch.set_default_dtype(torch.float64)
p, T = load_file(${JSON.stringify(path)}), 16
causal = torch.triu(torch.full((T, T), -1e9), 1)
split = lambda x: x.reshape(-1, T, 4, 4).transpose(1, 2)
def rms(x):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-5)
def gpt(tokens):
    x = rms(p['wte'][tokens] + p['wpe'][:T])
    a = rms(x)
    weights = torch.softmax(split(a @ (p['wq'] / 2).T) @ split(a @ p['wk'].T).transpose(-1, -2) + causal, -1)
    y = x + (weights @ split(a @ p['wv'].T)).transpose(1, 2).reshape(-1, T, 16) @ p['wo'].T
    return (y + torch.relu(rms(y) @ p['fc1'].T) @ p['fc2'].T) @ p['lm_head'].T
drawn = torch.full((5, T + 1), 26)
for t in range(1, T + 1):
    shares = torch.softmax(gpt(drawn[:, :T])[:, t - 1], -1).cumsum(-1)
    random = uniforms('token', 'categorical', 0, 0, t)
    drawn[:, t] = torch.tensor([int((shares[name] <= next(random)).sum()) for name in range(5)])
texts = [''.join(chr(97 + token) if token < 26 else ' ' for token in name) for name in drawn[:, 1:].tolist()]
print(json.dumps([text.split(' ')[0] for text in texts]))
`;

test.runIf(isPytorchRequired)('microgpt, once trained, samples the names that PyTorch samples', async () => {
  using folder = new Folder();
  for (const name of ['microgpt.bp', 'microgpt.safetensors', 'names.txt'])
    folder.write(name, readFileSync(join(examples, name)));
  expect(await folder.bp('train', 'microgpt.bp', '--write')).toMatchObject({ code: 0 });
  const { out } = await folder.bp('eval', 'microgpt.bp');
  const names: readonly string[] = JSON.parse(await runPython(sampling(folder.at('microgpt.bp.safetensors'))));
  const shown = names.slice(0, 3).map((name) => `"${name}"`);
  expect(out).toContain(`new_names = [5×17] ${shown.join(', ')}, …`);
});
