/** `bp train --write` twice, each in a process of its own, equals one run, bit for bit. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../server/src/data/safetensors.ts';
import type { Tensor } from '../../server/src/engine/ir/tensor.ts';
import { tensorFile } from '../support/models/tensorFile.ts';
import { Folder } from './run.ts';

/** Params in the text and beside it, dropout, an uneven last batch, and held-out samples. */
const net = (
  train: string,
): string => `data x = [[1, 2], [3, 4], [5, 7], [-1, 0], [2, 2], [0, 3], [4, 1], [-2, 1], [1, -1]]
data y = [1, 0, 1, 1, 0, 1, 0, 0, 1]
param scale = 1
param b = [0.5, -0.5, 0.25]
h = dropout(tanh(dense(x, 3) + b), 0.25)
out = scale * dense(h, 1)
loss L = mse(out[:, 0], y)
train ${train}
`;

/** The params in the text alone. */
const line = (train: string): string => `data x = [1, 2, 3, 4, 5]
data y = [3, 5, 7, 9, 10]
param w = 0
param b = 0
loss L = mean((w * x + b - y)^2)
train ${train}
`;

const train = (folder: Folder, ...options: readonly string[]) => folder.bp('train', 'a.bp', '--write', ...options);

/** All files, as they were written. */
const filesOf = (folder: Folder): readonly (readonly [string, string])[] =>
  readdirSync(folder.at('.')).map((name) => [name, readFileSync(folder.at(name), 'latin1')]);

describe.concurrent('training in two processes equals training in one', () => {
  test.each([
    ['a net', net('adam(lr = 0.05, batch = 3, epochs = 5, holdout = 0.2, seed = 3)')],
    ['a net in 32 bits', net('rmsprop(lr = 0.01, momentum = 0.5, batch = 4, epochs = 5, precision = "f32")')],
    ['params in the text', line('sgd(lr = 0.01, momentum = 0.9, batch = 2, epochs = 5)')],
    ['a rate that depends on a param', line('adam(lr = 0.1 / (1 + w^2), epochs = 5)')],
  ])('%s, by epochs', async (_, text) => {
    using twice = new Folder();
    using once = new Folder();
    twice.write('a.bp', text);
    once.write('a.bp', text.replace('epochs = 5', 'epochs = 10'));
    await train(twice);
    const { code, out, err } = await train(twice);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^epoch {2}6 of 10 /);
    await train(once);
    writeFileSync(once.at('a.bp'), readFileSync(once.at('a.bp'), 'utf8').replace('epochs = 10', 'epochs = 5'));
    expect(filesOf(twice)).toEqual(filesOf(once));
  });

  test('within an epoch', async () => {
    using twice = new Folder();
    using once = new Folder();
    for (const folder of [twice, once]) folder.write('a.bp', net('adamw(lr = 0.05, batch = 2, seed = 9)'));
    await train(twice, '--steps', '7');
    const { out } = await train(twice, '--steps', '6');
    expect(out).toMatch(/^step {2}7 .*\n(step .*\n)*step 13 /);
    await train(once, '--steps', '13');
    expect(filesOf(twice)).toEqual(filesOf(once));
  });
});

describe.concurrent('a param from a file', () => {
  const fromFile = `param W = safetensors("init.safetensors", "W")
param b = safetensors("init.safetensors", "b")
loss L = sum((W - b)^2)
train adam(lr = 0.5)
`;

  test('is trained beside the model, and the file stays as it is', async () => {
    using twice = new Folder();
    using once = new Folder();
    for (const folder of [twice, once]) {
      folder.write('a.bp', fromFile);
      folder.write('init.safetensors', tensorFile);
    }
    await train(twice, '--steps', '3');
    await train(twice, '--steps', '2');
    await train(once, '--steps', '5');
    for (const name of ['a.bp', 'a.bp.safetensors', 'init.safetensors'])
      expect(readFileSync(twice.at(name))).toEqual(readFileSync(once.at(name)));
    expect(readFileSync(twice.at('init.safetensors'))).toEqual(Buffer.from(tensorFile));
    expect(readFileSync(twice.at('a.bp'), 'utf8')).toBe(fromFile);
    const { out } = await twice.bp('eval', 'a.bp', '--json');
    const { nodes } = JSON.parse(out);
    expect(nodes[0]).toMatchObject({ name: 'W', kind: 'param', shape: [2, 3] });
    expect(nodes[0].value[0][0]).toBeCloseTo(3.5, 1);
  });
});

describe.concurrent('the state of training', () => {
  test('is not written if a step depends on the params alone', async () => {
    using folder = new Folder();
    folder.write('a.bp', line('sgd(lr = 0.01)'));
    await train(folder, '--steps', '3');
    expect(readdirSync(folder.at('.'))).toEqual(['a.bp']);
  });

  test('keeps learned params that the text no longer uses', async () => {
    using folder = new Folder();
    folder.write('a.bp', net('adam(epochs = 1)'));
    await train(folder);
    folder.write('a.bp', line('adam(epochs = 1)'));
    await train(folder);
    expect(readFileSync(folder.at('a.bp.safetensors'), 'latin1')).toContain('"out.W"');
  });

  test.each([
    ['a param that has changed', 'w = 0.5', 'adam()', 'the param w has changed since'],
    ['another optimizer', '', 'rmsprop()', 'the steps before were taken with Adam'],
  ])('is not used with %s, and training says so', async (_, value, optimizer, reason) => {
    using folder = new Folder();
    using fresh = new Folder();
    const file = folder.write('a.bp', line('adam()'));
    await train(folder, '--steps', '3');
    const text = readFileSync(file, 'utf8').replace('adam()', optimizer);
    const edited = value === '' ? text : text.replace(/w = .*/, value);
    for (const each of [folder, fresh]) each.write('a.bp', edited);
    const { code, err } = await train(folder, '--steps', '2');
    expect({ code, err }).toEqual({ code: 0, err: `Training starts over at step 1: ${reason}.\n` });
    await train(fresh, '--steps', '2');
    expect(filesOf(folder)).toEqual(filesOf(fresh));
  });

  test('continues with other hyperparameters, and begins an epoch with other batches', async () => {
    using folder = new Folder();
    folder.write('a.bp', line('adam(lr = 0.1, batch = 2, epochs = 1)'));
    await train(folder);
    const text = readFileSync(folder.at('a.bp'), 'utf8');
    folder.write('a.bp', text.replace('lr = 0.1', 'lr = 0.2').replace('batch = 2', 'batch = 5'));
    const { out, err } = await train(folder, '--steps', '2');
    expect(err).toBe('');
    expect(out).toMatch(/^step 3 .*\nstep 4 .*\nstep 5 /);
  });

  test('is reported if it is damaged, and the params are kept', async () => {
    using folder = new Folder();
    folder.write('a.bp', net('adam(epochs = 1)'));
    await train(folder);
    const checkpoint = folder.at('a.bp.safetensors');
    const before = JSON.parse((await folder.bp('eval', 'a.bp', '--json')).out);
    const damaged = readFileSync(checkpoint, 'latin1').replace('\\"step\\":1', '\\"step\\":-');
    writeFileSync(checkpoint, damaged, 'latin1');
    const after = JSON.parse((await folder.bp('eval', 'a.bp', '--json')).out);
    expect(after.nodes).toEqual(before.nodes);
    expect(after.problems).toMatchObject([
      {
        code: 'training-state-unreadable',
        message:
          "the saved training state can't be read, so training restarts at step 1 from the current params: its metadata have no valid entry backprop.training",
      },
    ]);
    expect((await train(folder)).code).toBe(0);
    expect(JSON.parse((await folder.bp('eval', 'a.bp', '--json')).out).problems).toEqual([]);
  });
});

describe.concurrent("a checkpoint that can't be used is named on stderr, in a line", () => {
  const text = net('adam(lr = 0.05, epochs = 1)').replace('tanh(dense(x, 3) + b)', 'batch_norm(dense(x, 3) + b)');
  const startOver = 'Training starts over at step 1';

  /** The bytes with a tensor's name replaced by one of the same length. */
  const renamed = (bytes: Buffer, from: string, to: string) =>
    Buffer.from(bytes.toString('latin1').replace(`"${from}"`, `"${to}"`), 'latin1');

  test.each<[string, (bytes: Buffer) => Uint8Array, RegExp]>([
    [
      'truncated',
      (bytes) => bytes.subarray(0, -1),
      /^a\.bp:5:1: warning: the learned params can't be read.* \[learned-params-unreadable\]\n$/,
    ],
    [
      'empty',
      () => new Uint8Array(0),
      /^a\.bp:5:1: warning: the learned params can't be read.*: the file ends before its header \[learned-params-unreadable\]\n$/,
    ],
    [
      'with damaged metadata',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('\\"step\\":1', '\\"step\\":-'), 'latin1'),
      /^a\.bp:8:1: warning: the saved training state can't be read.* \[training-state-unreadable\]\n$/,
    ],
    [
      'without a state buffer',
      (bytes) => renamed(bytes, 'optimizer/b/exp_avg', 'optimizer/b/exp_arg'),
      /^a\.bp:8:1: warning: the saved training state can't be read.*: the state of 'b' is not complete \[training-state-unreadable\]\n$/,
    ],
    [
      'without a statistic',
      (bytes) => renamed(bytes, 'h.running_mean', 'h.running_meal'),
      /^a\.bp:5:1: warning: the running statistics of h can't be used, so they start over: h\.running_mean is missing \[running-statistics-unusable\]\n$/,
    ],
  ])('if it is %s', async (_, damage, line) => {
    using folder = new Folder();
    folder.write('a.bp', text);
    await train(folder);
    const checkpoint = folder.at('a.bp.safetensors');
    writeFileSync(checkpoint, damage(readFileSync(checkpoint)));
    const { code, err } = await folder.bp('train', 'a.bp');
    expect(code).toBe(0);
    expect(err).toMatch(line);
  });

  test('if its shapes are others', async () => {
    using folder = new Folder();
    const file = folder.write('a.bp', text);
    await train(folder);
    writeFileSync(file, readFileSync(file, 'utf8').replace('dense(h, 1)', 'dense(h, 2)'));
    const lines = (await train(folder)).err.split('\n');
    expect(lines.filter((line) => line.endsWith('[learned-params-mismatch]'))).toHaveLength(2);
    expect(lines.at(-2)).toBe(`${startOver}: the param out.W has changed since.`);
  });

  test('if a param is not finite, and training starts over', async () => {
    using folder = new Folder();
    folder.write('a.bp', text);
    await train(folder);
    const checkpoint = folder.at('a.bp.safetensors');
    const tensors = new Map(readSafetensors(readFileSync(checkpoint)) as ReadonlyMap<string, Tensor>);
    tensors.set('out.W', { ...tensors.get('out.W')!, values: tensors.get('out.W')!.values.fill(Number.NaN) });
    writeFileSync(checkpoint, writeSafetensors(tensors));
    const { code, out, err } = await train(folder);
    expect(code).toBe(0);
    expect(err).toMatch(
      /^a\.bp:6:1: warning: the learned value of out\.W has a NaN or an infinity, so it is ignored \[learned-params-not-finite\]\n/,
    );
    expect(out).not.toContain('NaN');
    expect((await train(folder)).err).toBe('');
  });
});
