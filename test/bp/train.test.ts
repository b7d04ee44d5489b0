/** `bp train` with epochs and mini-batches: output, stopping, and the files it writes. */

import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readSafetensors } from '../../server/src/data/safetensors.ts';
import type { Tensor } from '../../server/src/engine/ir/tensor.ts';
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
    [
      'param x = 1\nloss L = 0 * x\n',
      'step 0   L = 0\nstep 1   L = 0\n',
      'No step taken: every gradient is 0 or too small to change a param.\n',
    ],
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
    expect(problems).toEqual(['trained-values-mismatch', 'trained-values-mismatch']);
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
    expect(problems).toEqual(['trained-values-unreadable']);
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
  ])('is not replaced, and nothing is trained, if it is %s', async (_, content) => {
    using folder = new Folder();
    const file = folder.write('net.bp', net);
    const checkpoint = folder.write('net.bp.safetensors', content);
    const { code, out, err } = await folder.bp('train', 'net.bp', '--write');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      "bp: net.bp can't be written: net.bp.safetensors would be replaced, but is not a file of trained values; move it away or delete it\n",
    );
    expect(readFileSync(checkpoint)).toEqual(Buffer.from(content));
    expect(readFileSync(file, 'utf8')).toBe(net);
    expect((await folder.bp('train', 'net.bp')).code).toBe(0);
  });

  test('is written through a link that stays in the folder', async () => {
    using folder = new Folder();
    folder.write('net.bp', net);
    folder.write('values', '');
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

  test('keeps the edit and gets the trained values', async () => {
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

/** The progress lines without alignment and speed, their widths, and the remaining output. */
function parts(out: string) {
  const lines = out.split('\n').filter((line) => line.startsWith('epoch'));
  return {
    lines: lines.map((line) => line.replace(/[\d,]+ steps/, 'N steps').replace(/ {2,}(?!\d+ of)/g, ' ')),
    widths: new Set(lines.map(({ length }) => length)),
    rest: out.slice(lines.reduce((length, line) => length + line.length + 1, 0)),
  };
}

function checkpointOf(folder: Folder, name = 'net.bp'): ReadonlyMap<string, Tensor> {
  const read = readSafetensors(readFileSync(folder.at(`${name}.safetensors`)));
  if ('problem' in read) throw new Error(read.problem);
  return read;
}

/** The params and problems that `bp eval` prints. */
async function figuresOf(folder: Folder): Promise<Record<string, unknown>> {
  const { nodes, problems } = JSON.parse((await folder.bp('eval', 'net.bp', '--json')).out);
  const params = nodes.filter(({ kind }: Record<string, unknown>) => kind === 'param');
  const values = params.map(({ name, value }: Record<string, unknown>) => [name, value]);
  return { ...Object.fromEntries(values), problems: problems.map(({ code }: Record<string, unknown>) => code) };
}
