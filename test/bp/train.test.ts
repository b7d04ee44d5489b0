/** `bp train` with epochs and mini-batches: output, stopping, and the files it writes. */

import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { isReadFailure } from '../../server/src/data/readFailure.ts';
import { readSafetensors, writeSafetensors } from '../../server/src/data/safetensors.ts';
import type { Tensor } from '../../server/src/engine/ir/tensor.ts';
import { batchOfOne } from '../support/training/batchOfOne.ts';
import {
  laterOverflowingVariance,
  overflowingVariance,
  varianceAdvice,
} from '../support/training/overflowingVariance.ts';
import { Folder } from './run.ts';

/** Each step subtracts 0.25 from w, for any batch. */
const descent = (train: string): string => `data x = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
param w = 8
loss L = w * mean(x)
train ${train}
`;

describe.concurrent('bp train by epochs', () => {
  test('prints about ten lines, with the loss over all training samples', async () => {
    using folder = new Folder();
    folder.write('a.bp', descent('sgd(lr = 0.25, batch = 5, epochs = 12)'));
    const { code, out, err } = await folder.bp('train', 'a.bp');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { lines, widths, rest } = parts(out);
    expect(lines).toEqual(
      [2, 4, 6, 8, 10, 12].map((epoch) => `epoch ${String(epoch).padStart(2)} of 12 L = ${8 - epoch / 2} N steps/s`),
    );
    expect(widths.size).toBe(1);
    expect(rest).toBe('w = 2\n');
  });

  test('ends where its condition holds, and a resumed schedule where it ends', async () => {
    using folder = new Folder();
    folder.write('a.bp', descent('sgd(lr = 0.25, batch = 5, epochs = 12, until = L <= 6)'));
    const { code, out, err } = await folder.bp('train', 'a.bp');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { lines, rest } = parts(out);
    expect(lines).toEqual(['epoch  2 of 12 L = 7 N steps/s', 'epoch  4 of 12 L = 6 N steps/s']);
    expect(rest).toBe('Ended after step 8: until L <= 6.\nw = 6\n');
    folder.write('b.bp', descent('sgd(lr = steps - step, batch = 5, shuffle = 0, epochs = 2)'));
    await folder.bp('train', 'b.bp', '--steps', '1', '--write');
    expect(readFileSync(folder.at('b.bp'), 'utf8')).toContain('param w = 4\n');
    await folder.bp('train', 'b.bp', '--write');
    expect(readFileSync(folder.at('b.bp'), 'utf8')).toContain('param w = -2\n');
  });

  test('prints the held-out loss', async () => {
    using folder = new Folder();
    folder.write('a.bp', descent('sgd(lr = 0.25, batch = 4, epochs = 3, holdout = 0.2)'));
    const { out } = await folder.bp('train', 'a.bp');
    expect(parts(out).lines).toEqual([
      'epoch 1 of 3 L = 7.5 held out 7.5 N steps/s',
      'epoch 2 of 3 L = 7 held out 7 N steps/s',
      'epoch 3 of 3 L = 6.5 held out 6.5 N steps/s',
    ]);
  });

  test('counts steps if it continues within an epoch, and so ends within one', async () => {
    using folder = new Folder();
    using whole = new Folder();
    const uneven = (epochs: number, w = '8') => `data x = [1, 1, 1, 1, 1, 1]
param w = ${w}
loss L = w * mean(x)
train sgd(lr = 0.25, batch = 2, epochs = ${epochs}, holdout = 0, seed = 1)
`;
    folder.write('a.bp', uneven(1));
    whole.write('a.bp', uneven(2));
    await folder.bp('train', 'a.bp', '--steps', '1', '--write');
    const { out } = await folder.bp('train', 'a.bp', '--write');
    expect(parts(out, 'step').lines).toEqual([
      'step 3 of 4 end of epoch 1 L = 7.25 N steps/s',
      'step 4 of 4 L = 7 N steps/s',
    ]);
    expect(parts(out, 'step').widths.size).toBe(1);
    await folder.bp('train', 'a.bp', '--steps', '2', '--write');
    await whole.bp('train', 'a.bp', '--write');
    const [parted, once] = [folder, whole].map((each) => readFileSync(each.at('a.bp'), 'utf8'));
    expect(parted.replace('epochs = 1', 'epochs = 2')).toBe(once);
    expect(parts((await folder.bp('train', 'a.bp')).out).lines).toEqual(['epoch 3 of 3 L = 5.75 N steps/s']);
  });

  test('aligns lines within an epoch, with and without a held-out loss', async () => {
    using folder = new Folder();
    folder.write('a.bp', descent('sgd(lr = 0.25, batch = 4, epochs = 30, holdout = 0.2)'));
    await folder.bp('train', 'a.bp', '--steps', '1', '--write');
    const { lines, widths } = parts((await folder.bp('train', 'a.bp')).out, 'step');
    expect(lines).toEqual([
      ...[3, 6, 9, 12, 15, 18, 21, 24, 27, 30].map((epoch) => {
        const loss = 8 - epoch / 2;
        return `step ${String(2 * epoch).padStart(2)} of 61 end of epoch ${epoch} L = ${show(loss)} held out ${show(loss)} N steps/s`;
      }),
      'step 61 of 61 L = −7.25 N steps/s',
    ]);
    expect(widths.size).toBe(1);
  });

  test('takes the requested number of steps', async () => {
    using folder = new Folder();
    folder.write('a.bp', descent('sgd(lr = 0.25, batch = 5, epochs = 12)'));
    expect((await folder.bp('train', 'a.bp', '--steps', '2')).out).toBe(
      'step 0   L = 8\nstep 1   L = 7.75\nstep 2   L = 7.5\nw = 7.5\n',
    );
  });

  test('takes one step if the file sets no epochs', async () => {
    using folder = new Folder();
    folder.write('a.bp', descent('sgd(lr = 0.25, batch = 5)'));
    expect((await folder.bp('train', 'a.bp')).out).toBe('step 0   L = 8\nstep 1   L = 7.75\nw = 7.75\n');
  });

  test('summarizes large params', async () => {
    using folder = new Folder();
    folder.write(
      'a.bp',
      'param a[4, 5] ~ ones()\nparam b[21] ~ ones()\nloss L = sum(a) + sum(b)\ntrain sgd(lr = 0.5)\n',
    );
    const { out } = await folder.bp('train', 'a.bp');
    const row = '[0.5, 0.5, 0.5, 0.5, 0.5]';
    expect(out.split('\n').slice(2)).toEqual([
      `a = [${[row, row, row, row].join(', ')}]`,
      expect.stringMatching(/^b = \[21\] 0\.5 ± 0 [▁-█]{8}$/),
      '',
    ]);
  });
});

describe.concurrent('bp train', () => {
  test.each([
    ['param x = 0\nloss L = log(x)\n', 'step 0   L = −∞\n', 'No step taken: x would become infinite. Check ∂L/∂x.\n'],
    [
      'data x = [1, 2, 3]\nparam w = 1\nloss L = w * sum(x * [1, 2, 3])\ntrain sgd(batch = 2)\n',
      '',
      "No step taken: line 3 has an error: in a mini-batch of 2 samples, [2] and [3] don't broadcast: 2 ≠ 3 on the last axis.\n",
    ],
  ])('refuses %j', async (text, expected, reason) => {
    using folder = new Folder();
    const file = folder.write('a.bp', text);
    const { code, out, err } = await folder.bp('train', 'a.bp', '--write');
    expect({ code, out }).toEqual({ code: 1, out: expected });
    expect(err.startsWith(reason)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readdirSync(folder.at('.'))).toEqual(['a.bp']);
  });
});

describe.concurrent('bp train of a model at its minimum', () => {
  const unchanged = 'No param changed: every gradient is 0 or too small to change one.';

  test.each([
    ['param w = 3\nloss L = (w - 3)^2\n', [], `step 0   L = 0\nstep 1   L = 0\n${unchanged}\nw = 3\n`],
    ['param x = 1\nloss L = 0 * x\n', ['--write'], `step 0   L = 0\nstep 1   L = 0\n${unchanged}\nx = 1\n`],
  ])('says that no param changed, and exits with 0: %j', async (text, options, out) => {
    using folder = new Folder();
    const file = folder.write('a.bp', text);
    expect(await folder.bp('check', 'a.bp')).toMatchObject({ code: 0, out: 'a.bp: no problems\n' });
    expect(await folder.bp('train', 'a.bp', ...options)).toEqual({ code: 0, out, err: '' });
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readdirSync(folder.at('.'))).toEqual(['a.bp']);
  });

  test('exits with 0 when a converged model is trained again', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param w = 2\nloss L = (w - 3)^2\ntrain sgd(lr = 0.5)\n');
    for (const expected of [/w = 3\n$/, new RegExp(`${unchanged}\nw = 3\n$`)]) {
      const { code, out } = await folder.bp('train', 'a.bp', '--write');
      expect(code).toBe(0);
      expect(out).toMatch(expected);
    }
  });

  test('prints the warnings that explain it', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = -1\nloss L = relu(x)\nexpect x ≈ 5\n');
    const { code, err } = await folder.bp('train', 'a.bp');
    expect(code).toBe(0);
    expect(err).toMatch(/^a\.bp:2:10: warning: .* \[dead-relu\]$/m);
    expect(err).not.toContain('expectation-failed');
  });
});

test('bp train leaves failed expectations to bp check', async () => {
  using folder = new Folder();
  const file = folder.write('a.bp', 'param w = 8\nloss L = w\nexpect w ≈ 5\ntrain sgd(lr = 1)\n');
  expect(await folder.bp('train', 'a.bp', '--write')).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(file, 'utf8')).toContain('param w = 7\n');
  expect(await folder.bp('check', 'a.bp')).toMatchObject({ code: 1 });
});

test.each([
  [overflowingVariance, `No step taken: z.running_var would become infinite. ${varianceAdvice}`],
  [laterOverflowingVariance, `Stopped at step 5: z.running_var would overflow. ${varianceAdvice}`],
])(
  'a running statistic that overflows is blamed on the input of batch_norm, not on a gradient: %j',
  async (text, reason) => {
    using folder = new Folder();
    folder.write('a.bp', text);
    const { code, err } = await folder.bp('train', 'a.bp');
    expect({ code, reason: err.split('\n')[0] }).toEqual({ code: 1, reason });
  },
);

test('a model with one sample has the same problem in both modes, without a mini-batch', async () => {
  using folder = new Folder();
  folder.write('a.bp', 'data X = [[1, 2]]\nparam w = 1\nh = batch_norm(X) * w\nloss L = sum(h)\n');
  const [training, evaluation] = await Promise.all(
    ['training', 'evaluation'].map((mode) => folder.bp('eval', 'a.bp', '--mode', mode)),
  );
  const problemOf = ({ out, err }: typeof training) => /[^:\n]*batch_norm of .*/.exec(out + err)?.[0];
  expect(problemOf(training)).toMatch(/batch_norm of \[1, 2\]/);
  expect(problemOf(evaluation)).toBe(problemOf(training));
});

describe.concurrent('a step with NaN is not called an overflow', () => {
  test.each([
    [
      'names the mini-batch of a later step',
      batchOfOne,
      'Stopped at step 3: w would become NaN. Look for an undefined operation such as 0 / 0 in its mini-batch of 1 sample. If the loss was growing, try a smaller lr.\n',
    ],
    [
      'names the mini-batch of the first step, as lenses have no NaN',
      batchOfOne.replace('batch = 3', 'batch = 1'),
      'No step taken: w would become NaN. Check ∂L/∂w. Look for an undefined operation such as 0 / 0 in its mini-batch of 1 sample. If the loss was growing, try a smaller lr.\n',
    ],
    [
      'says so without mini-batches',
      'param w = 0.75\nloss L = sqrt(w)\ntrain sgd(lr = 1, epochs = 5)\n',
      'Stopped at step 3: w would become NaN. Look for an undefined operation such as 0 / 0. If the loss was growing, try a smaller lr.\n',
    ],
  ])('%s', async (_, model, reason) => {
    using folder = new Folder();
    folder.write('a.bp', model);
    const { code, err } = await folder.bp('train', 'a.bp');
    expect(code).toBe(1);
    expect(err.split('a.bp:')[0]).toBe(reason);
  });
});

const net = `data x = [[1, 2], [3, 4], [5, 7], [-1, 0]]
data y = [1, 0, 1, 1]
param scale = 1
out = scale * dense(x, 2) @ [1, -1]
loss L = mse(out, y)
train sgd(lr = 0.01)
`;

describe.concurrent('a checkpoint', () => {
  test('holds random params while the text holds the others, and reading combines both', async () => {
    using folder = new Folder();
    const file = folder.write('net.bp', net);
    const before = await figuresOf(folder);
    const { out } = await folder.bp('train', 'net.bp', '--steps', '5', '--write');
    const after = await figuresOf(folder);
    expect(readdirSync(folder.at('.'))).toEqual(['net.bp', 'net.bp.safetensors']);
    expect(readFileSync(file, 'utf8')).toBe(net.replace('scale = 1', `scale = ${after.scale}`));
    expect([...checkpointOf(folder).keys()]).toEqual(['out.W', 'out.b']);
    for (const name of ['scale', 'out.W', 'out.b']) {
      expect(after[name]).not.toEqual(before[name]);
      expect(out).toContain(`\n${name} = ${JSON.stringify(after[name]).replaceAll(',', ', ')}\n`);
    }
    expect(after.problems).toEqual([]);
  });

  test('is the start of the next training', async () => {
    using folder = new Folder();
    using other = new Folder();
    folder.write('net.bp', net);
    other.write('net.bp', net);
    await folder.bp('train', 'net.bp', '--steps', '5', '--write');
    await folder.bp('train', 'net.bp', '--steps', '4', '--write');
    await other.bp('train', 'net.bp', '--steps', '9', '--write');
    expect(await figuresOf(folder)).toEqual(await figuresOf(other));
  });

  test('holds running statistics, also if all params are in the text', async () => {
    using folder = new Folder();
    const file = folder.write(
      'a.bp',
      'data X = [[0], [4]]\nparam w = 1\nh = batch_norm(X, eps = 0)\nloss L = mean((h * w)^2)\ntrain sgd(lr = 0.25)\n',
    );
    const before = await folder.bp('eval', 'a.bp', '--mode', 'evaluation');
    expect(before.out).toContain('L = 8\n');
    const { code, out } = await folder.bp('train', 'a.bp', '--write');
    expect(code).toBe(0);
    expect(out).toMatch(/w = 0\.5\nh\.running_mean = \[0\.2\d*\]\nh\.running_var = \[1\.7\d*\]\n$/);
    expect(readFileSync(file, 'utf8')).toContain('param w = 0.5');
    const after = await folder.bp('eval', 'a.bp', '--mode', 'evaluation');
    expect(after.out).toContain('L = 1.065\n');
    expect((await folder.bp('eval', 'a.bp')).out).toContain('L = 0.25\n');
  });

  test('continues running statistics and masks where they stopped, bit for bit', async () => {
    const text = `data X = [[0, 1], [4, 2], [1, -3], [2, 2], [5, 0.5], [-1, 3]]
data y = [1, 0, 1, 0, 1, 0]
param w = [1, -0.5]
h = dropout(batch_norm(X * w), rate = 0.2)
loss L = mse(h @ [1, 2], y)
train adam(lr = 0.05, batch = 2, seed = 3, holdout = 0.34)
`;
    using folder = new Folder();
    const [whole, resumed] = ['whole.bp', 'parts.bp'].map((name) => folder.write(name, text));
    await folder.bp('train', 'whole.bp', '--steps', '8', '--write');
    await folder.bp('train', 'parts.bp', '--steps', '5', '--write');
    await folder.bp('train', 'parts.bp', '--steps', '3', '--write');
    for (const suffix of ['', '.safetensors'])
      expect(readFileSync(`${resumed}${suffix}`)).toEqual(readFileSync(`${whole}${suffix}`));
  });

  test('is not written without --write', async () => {
    using folder = new Folder();
    folder.write('net.bp', net);
    await folder.bp('train', 'net.bp', '--steps', '5');
    expect(readdirSync(folder.at('.'))).toEqual(['net.bp']);
  });

  test('is reported if its shapes differ, and the params are reinitialized', async () => {
    using folder = new Folder();
    using fresh = new Folder();
    const wider = net.replace('dense(x, 2) @ [1, -1]', 'dense(x, 3) @ [1, -1, 0]');
    folder.write('net.bp', net);
    await folder.bp('train', 'net.bp', '--steps', '5', '--write');
    folder.write('net.bp', wider);
    fresh.write('net.bp', wider);
    const { problems, ...figures } = await figuresOf(folder);
    expect(figures).toEqual({ ...(await figuresOf(fresh)), problems: undefined });
    expect(problems).toEqual(['learned-params-mismatch', 'learned-params-mismatch']);
    expect((await folder.bp('train', 'net.bp', '--write')).code).toBe(0);
    expect((await figuresOf(folder)).problems).toEqual([]);
  });

  test('is reported if it is truncated, and the params are reinitialized', async () => {
    using folder = new Folder();
    using fresh = new Folder();
    folder.write('net.bp', net);
    fresh.write('net.bp', net);
    await folder.bp('train', 'net.bp', '--steps', '5', '--write');
    folder.write('net.bp', net);
    const checkpoint = folder.at('net.bp.safetensors');
    writeFileSync(checkpoint, readFileSync(checkpoint).subarray(0, -1));
    const { problems, ...figures } = await figuresOf(folder);
    expect(figures).toEqual({ ...(await figuresOf(fresh)), problems: undefined });
    expect(problems).toEqual(['learned-params-unreadable']);
  });

  test('is not written through a link that leads out of the folder', async () => {
    using folder = new Folder();
    using outside = new Folder();
    const file = folder.write('net.bp', net);
    const target = outside.write('target', 'precious');
    symlinkSync(target, folder.at('net.bp.safetensors'));
    const { code, err } = await folder.bp('train', 'net.bp', '--write');
    expect(code).toBe(2);
    expect(err).toContain('net.bp.safetensors is a link to a file outside its folder, which is not overwritten');
    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(readFileSync(file, 'utf8')).toBe(net);
  });

  test.each([
    ['something else', 'precious'],
    ['truncated', Uint8Array.of(9, 0, 0)],
    ['empty', ''],
  ])('is not replaced, and nothing is trained, if it is %s', async (_, content) => {
    using folder = new Folder();
    const file = folder.write('net.bp', net);
    const checkpoint = folder.write('net.bp.safetensors', content);
    const { code, out, err } = await folder.bp('train', 'net.bp', '--write');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      "bp: net.bp can't be written: net.bp.safetensors would be replaced, but is not a file of learned params; move it away or delete it\n",
    );
    expect(readFileSync(checkpoint)).toEqual(Buffer.from(content));
    expect(readFileSync(file, 'utf8')).toBe(net);
    expect((await folder.bp('train', 'net.bp')).code).toBe(0);
  });

  test('is written through a link that stays in the folder', async () => {
    using folder = new Folder();
    folder.write('net.bp', net);
    folder.write('values', writeSafetensors(new Map()));
    symlinkSync(folder.at('values'), folder.at('net.bp.safetensors'));
    expect((await folder.bp('train', 'net.bp', '--write')).code).toBe(0);
    expect(readSafetensors(readFileSync(folder.at('values')))).toBeInstanceOf(Map);
  });

  test('leaves the text unchanged if it cannot be written', async () => {
    using folder = new Folder();
    const file = folder.write('net.bp', net);
    mkdirSync(folder.at('net.bp.safetensors'));
    const { code, err } = await folder.bp('train', 'net.bp', '--write');
    expect(code).toBe(2);
    expect(err).toMatch(/^bp: net\.bp can't be written: .*\n$/);
    expect(readFileSync(file, 'utf8')).toBe(net);
    expect(readdirSync(folder.at('.'))).toEqual(['net.bp', 'net.bp.safetensors']);
  });
});

describe.concurrent('a file that is edited during bp train', () => {
  const text = 'param w = 0\nloss L = w\ntrain sgd(lr = 1)\n';

  /** Starts training, makes the edit once steps were taken, and interrupts it long before the last one. */
  async function trainAndEdit(folder: Folder, edited: string): Promise<{ code: number; err: string; saved: string }> {
    const file = folder.write('a.bp', text);
    const training = folder.start('train', 'a.bp', '--steps', '20000000', '--write');
    let err = '';
    training.stderr.on('data', (data) => {
      err += data;
    });
    await untilStepsTaken(training.stdout);
    writeFileSync(file, edited);
    training.kill('SIGINT');
    const [code] = await once(training, 'close');
    return { code, err, saved: readFileSync(file, 'utf8') };
  }

  test('keeps the edit and gets the learned params', async () => {
    using folder = new Folder();
    const { code, saved } = await trainAndEdit(folder, `# A note.\n${text}# Another one.\n`);
    expect(code).toBe(130);
    expect(saved).toMatch(/^# A note\.\nparam w = -\d+\nloss L = w\ntrain sgd\(lr = 1\)\n# Another one\.\n$/);
  });

  test('stays as it was edited if its params are different', async () => {
    using folder = new Folder();
    const edited = text.replace('param w = 0', 'param w = [0, 1]').replace('L = w', 'L = sum(w)');
    const { code, err, saved } = await trainAndEdit(folder, edited);
    expect(code).toBe(2);
    expect(err).toBe(
      'bp: a.bp was edited while it was trained, and its params are different now. Nothing was written. Train it again\n',
    );
    expect(saved).toBe(edited);
  });
});

describe.concurrent('Ctrl-C during bp train', () => {
  test('stops between two steps and writes the state reached', async () => {
    using folder = new Folder();
    const file = folder.write('a.bp', 'param w = 0\nparam v[2] ~ zeros()\nloss L = w + sum(v)\ntrain sgd(lr = 1)\n');
    const training = folder.start('train', 'a.bp', '--steps', '20000000', '--write');
    let out = '';
    training.stdout.on('data', (data) => {
      out += data;
    });
    await untilStepsTaken(training.stdout);
    training.kill('SIGINT');
    const [code] = await once(training, 'close');
    expect(code).toBe(130);
    const [, step] = /^(?:step +\d+ {3}L = \S+\n){2,}Stopped after step (\d+) of 20000000\.\n/.exec(out)!;
    expect(Number(step)).toBeGreaterThanOrEqual(2_000_000);
    expect(out.endsWith(`\nw = -${step}\nv = [-${step}, -${step}]\n`)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(`param w = -${step}\n`);
    expect(checkpointOf(folder, 'a.bp').get('v')!.values).toEqual(Float64Array.of(-step, -step));
  });
});

/** Waits for the line after the first tenth of 20,000,000 steps. */
async function untilStepsTaken(stdout: Readable): Promise<void> {
  for await (const line of createInterface(stdout)) if (/^step +2000000 /.test(line)) break;
  stdout.resume();
}

/** With the minus sign of numbers that are shown. */
const show = (loss: number): string => String(loss).replace('-', '−');

/** The progress lines without alignment and speed, their widths, and the remaining output. */
function parts(out: string, unit: 'epoch' | 'step' = 'epoch') {
  const lines = out.split('\n').filter((line) => line.startsWith(unit));
  return {
    lines: lines.map((line) => line.replace(/[\d,]+ steps/, 'N steps').replace(/ {2,}(?!\d+ of)/g, ' ')),
    widths: new Set(lines.map(({ length }) => length)),
    rest: out.slice(lines.reduce((length, line) => length + line.length + 1, 0)),
  };
}

function checkpointOf(folder: Folder, name = 'net.bp'): ReadonlyMap<string, Tensor> {
  const read = readSafetensors(readFileSync(folder.at(`${name}.safetensors`)));
  if (isReadFailure(read)) throw new Error(read.failure);
  return read;
}

/** The params and problems that `bp eval` prints. */
async function figuresOf(folder: Folder): Promise<Record<string, unknown>> {
  const { nodes, problems } = JSON.parse((await folder.bp('eval', 'net.bp', '--json')).out);
  const params = nodes.filter(({ kind }: Record<string, unknown>) => kind === 'param');
  const values = params.map(({ name, value }: Record<string, unknown>) => [name, value]);
  return { ...Object.fromEntries(values), problems: problems.map(({ code }: Record<string, unknown>) => code) };
}
