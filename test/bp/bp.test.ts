/** The `bp` command line: output, exit codes and written files. */

import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sampleModels } from '../support/models/fuzzedTexts.ts';
import { stepped } from '../support/training/step.ts';
import { Folder } from './run.ts';

const [lesson] = sampleModels;

describe.concurrent('bp eval --json', () => {
  test('prints one object, in which every number reads back exactly', async () => {
    using folder = new Folder();
    folder.write(
      'odd.bp',
      [
        '\ufeff# A file with everything odd.\r',
        'data d = [0.1, 5e-324]',
        'param W = [[1, -0], [2.5, 1e300]]',
        'const third = 1 / 3',
        'nan = log(-1)',
        'up = 1 / 0',
        'down = -1 / 0',
        'loss L = sum(W) * third + sum(d)',
        '  broken = ',
        'later = broken + 1',
        'param unused = 1',
        'expect third ≈ 1',
      ].join('\n'),
    );
    const { code, out, err } = await folder.bp('eval', 'odd.bp', '--json');
    expect({ code, err, lines: out.split('\n').length }).toEqual({ code: 1, err: '', lines: 2 });
    const third = 1 / 3;
    expect(JSON.parse(out)).toEqual({
      file: 'odd.bp',
      objective: (1 + -0 + 2.5 + 1e300) * third + (0.1 + 5e-324),
      nodes: [
        { name: 'd', kind: 'data', line: 2, shape: [2], value: [0.1, 5e-324], grad: null },
        {
          name: 'W',
          kind: 'param',
          line: 3,
          shape: [2, 2],
          value: [
            [1, -0],
            [2.5, 1e300],
          ],
          grad: [
            [third, third],
            [third, third],
          ],
        },
        { name: 'third', kind: 'const', line: 4, shape: [], value: third, grad: null },
        { name: 'nan', kind: 'node', line: 5, shape: [], value: 'NaN', grad: null },
        { name: 'up', kind: 'node', line: 6, shape: [], value: 'Infinity', grad: null },
        { name: 'down', kind: 'node', line: 7, shape: [], value: '-Infinity', grad: null },
        { name: 'L', kind: 'loss', line: 8, shape: [], value: expect.any(Number), grad: 1 },
        { name: 'later', kind: 'node', line: 10, shape: null, value: null, grad: null },
        { name: 'unused', kind: 'param', line: 11, shape: [], value: 1, grad: null },
      ],
      problems: [
        { code: 'not-finite', severity: 'warning', line: 5, column: 7, message: 'log(-1) produced NaN' },
        { code: 'not-finite', severity: 'warning', line: 6, column: 6, message: '1 / 0 produced ∞' },
        { code: 'not-finite', severity: 'warning', line: 7, column: 8, message: '-1 / 0 produced −∞' },
        {
          code: 'missing-operand',
          severity: 'error',
          line: 9,
          column: 10,
          message: "expected a value after '='",
        },
        {
          code: 'param-not-reached',
          severity: 'warning',
          line: 11,
          column: 7,
          message: "L doesn't depend on unused, so training never changes it; use it in the loss or make it a const",
        },
        {
          code: 'expectation-failed',
          severity: 'error',
          line: 12,
          column: 1,
          message: '0.333333 is not close to 1: they differ by 0.666667',
        },
      ],
    });
  });

  test('prints the figures of the lesson', async () => {
    using folder = new Folder();
    folder.write('lesson.bp', lesson);
    const { code, out } = await folder.bp('eval', '--json', 'lesson.bp');
    const { objective, nodes } = JSON.parse(out);
    const figures = nodes.map(({ name, value, grad }: Record<string, unknown>) => [name, value, grad]);
    expect({ code, objective, figures }).toEqual({
      code: 0,
      objective: 4,
      figures: [
        ['x', -2, 16],
        ['y', 5, 16],
        ['z', -4, -12],
        ['target', -10, null],
        ['q', 3, 16],
        ['f', -12, -4],
        ['L', 4, 1],
      ],
    });
  });
});

describe.concurrent('text output of bp', () => {
  const broken = 'param 사과 = 2\nloss L = 사과^2\n\tq = 사과 + yy\n';

  test('bp eval prints the values, then the problems', async () => {
    using folder = new Folder();
    folder.write('a.bp', broken);
    const { code, out } = await folder.bp('eval', 'a.bp');
    expect(code).toBe(1);
    expect(out).toMatch(/^사과 = 2 → 1\.96 · ∂L\/∂사과 = 4\nL = 4\na\.bp:3:11: error: /);
  });

  test('bp eval --mode evaluation prints the numbers of evaluation', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param w = 1\nh = sum(dropout(ones([8]) * w))\nloss L = h^2\n');
    const [training, defaultMode, evaluation, other] = await Promise.all(
      [['--mode', 'training'], [], ['--mode', 'evaluation'], ['--mode', 'both']].map((args) =>
        folder.bp('eval', 'a.bp', ...args),
      ),
    );
    expect(training.out).toBe(defaultMode.out);
    expect(training.out).not.toContain('h = 8');
    expect(evaluation.out).toContain('h = 8 · ∂L/∂h = 16');
    expect(other).toMatchObject({ code: 2, out: '' });
    expect(other.err).toMatch(/^bp: --mode takes training or evaluation, not 'both'\. Usage: bp eval /);
  });

  test('bp eval prints the params created by a call before its statement', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'fn f(x) {\n  param w = 3\n  return w * x\n}\nh = f(2)\nloss L = h\nexpect h ≈ 6\n');
    const { code, out } = await folder.bp('eval', 'a.bp');
    expect({ code, out }).toEqual({
      code: 0,
      out: 'h.w = 3 → 2.98 · ∂L/∂h.w = 2\nh = 6 · ∂L/∂h = 1\nL = 6\n✓ 6 ≈ 6\n',
    });
  });

  test('bp lens prints the source with its lenses', async () => {
    using folder = new Folder();
    folder.write('lesson.bp', lesson.replace('\n\nq', '\r\n\r\nq'));
    const { code, out } = await folder.bp('lens', 'lesson.bp');
    expect(code).toBe(0);
    expect(out).toBe(`# The lesson: (x + y) z against a target.
x = −2 → −2.16 · ∂L/∂x = 16
param x = -2
y = 5 → 4.84 · ∂L/∂y = 16
param y = 5
z = −4 → −3.88 · ∂L/∂z = −12
param z = -4
const target = -10

q = 3 · ∂L/∂q = 16
q = x + y
f = −12 · ∂L/∂f = −4
f = q * z
L = 4
loss L = (target - f)^2

train sgd(lr = 0.01)
✓ 16 ≈ 16
expect ∂L/∂x ≈ 2 * (f - target) * z
`);
  });

  test('bp check points at each problem', async () => {
    using folder = new Folder();
    folder.write('a.bp', broken);
    expect(await folder.bp('check', 'a.bp')).toEqual({
      code: 1,
      out: [
        "a.bp:3:11: error: 'yy' is not defined [undefined-name]",
        '  \tq = 사과 + yy',
        '  \t           ^^',
        '',
      ].join('\n'),
      err: '',
    });
  });

  test('bp check names the folders that a file may be in', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'data x = csv("../far/b.csv")\n');
    const { code, out } = await folder.bp('check', 'a.bp');
    expect(code).toBe(1);
    expect(out).toContain(
      'error: ../far/b.csv is outside the folder of the model and the current folder; copy it there, or run bp in a folder that contains both [cannot-read-file]',
    );
    expect(out).not.toContain('workspace');
  });

  test('bp --help lists every command', async () => {
    using folder = new Folder();
    const { code, out } = await folder.bp('--help');
    expect(code).toBe(0);
    for (const command of ['eval FILE', 'lens FILE', 'check FILE', 'gradcheck FILE', 'train FILE', 'export FILE']) {
      expect(out).toContain(`bp ${command}`);
    }
  });
});

describe.concurrent('bp train', () => {
  test('prints the result of one step without writing the file', async () => {
    using folder = new Folder();
    const file = folder.write('lesson.bp', lesson);
    expect(await folder.bp('train', 'lesson.bp')).toEqual({
      code: 0,
      out: 'step 0   L = 4\nstep 1   L = 0.1587\nx = -2.16\ny = 4.84\nz = -3.88\n',
      err: '',
    });
    expect(readFileSync(file, 'utf8')).toBe(lesson);
  });

  test('writes exactly the bytes that the editor would write', async () => {
    using folder = new Folder();
    const text = `\ufeff${lesson.replaceAll('\n', '\r\n').replace('= -2', '=  − 2.0 # 사과')}`;
    const file = folder.write('lesson.bp', text);
    const { code, out } = await folder.bp('train', 'lesson.bp', '--steps', '12', '--write');
    expect(code).toBe(0);
    expect(out.split('\n')[1]).toMatch(/^step {2}2 {3}L = /);
    let expected = text;
    for (let step = 0; step < 12; step++) expected = stepped(expected);
    expect(readFileSync(file, 'utf8')).toBe(expected);
    expect(readdirSync(folder.at('.'))).toEqual(['lesson.bp']);
  });

  test('keeps momentum between steps', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = 1\nloss L = x\ntrain sgd(lr = 0.5, momentum = 0.5)\n');
    const { out } = await folder.bp('train', 'a.bp', '--steps', '3');
    expect(out).toBe('step 0   L = 1\nstep 1   L = 0.5\nstep 2   L = −0.25\nstep 3   L = −1.125\nx = -1.125\n');
  });

  test("writes through a link and keeps the file's mode", async () => {
    using folder = new Folder();
    const file = folder.write('lesson.bp', lesson);
    const { mode } = statSync(file);
    symlinkSync(file, folder.at('link.bp'));
    expect((await folder.bp('train', 'link.bp', '--write')).code).toBe(0);
    expect(lstatSync(folder.at('link.bp')).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(stepped(lesson));
    expect(statSync(file).mode).toBe(mode);
  });

  test('refuses a file with errors, prints the reason, and writes nothing', async () => {
    using folder = new Folder();
    const text = 'param x = 1\nloss L = x\ny = zz\n';
    const file = folder.write('a.bp', text);
    const { code, out, err } = await folder.bp('train', 'a.bp', '--write');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.split('\n')[0]).toBe("No step taken: line 3 has an error: 'zz' is not defined.");
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('stops without writing if a param would become non-finite', async () => {
    using folder = new Folder();
    const text = 'param x = 3\nloss L = x^4\ntrain sgd(lr = 10)\n';
    const file = folder.write('a.bp', text);
    const { code, err } = await folder.bp('train', 'a.bp', '--steps', '100', '--write');
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^Stopped at step \d+: x would overflow\. .*\n$/),
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe.concurrent('bp export', () => {
  test('prints the backward pass as a file that evaluates to the gradients', async () => {
    using folder = new Folder();
    folder.write('lesson.bp', lesson);
    const { code, out, err } = await folder.bp('export', 'lesson.bp', '--to', 'bp-backward');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')[0]).toMatch(/^# The backward pass of lesson\.bp: /);
    folder.write('backward.bp', out);
    const evaluation = await folder.bp('eval', 'backward.bp');
    expect(evaluation.code).toBe(0);
    expect(evaluation.out.split('\n')).toEqual(expect.arrayContaining(['dL_dx = 16', 'dL_dy = 16', 'dL_dz = −12']));
  });

  test('prints a PyTorch script in which samples are not parameters', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'data x = [1, 2]\nparam lambda = 3\nloss L = sum(x * lambda)\n');
    const { code, out } = await folder.bp('export', 'a.bp', '--to', 'pytorch');
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => line.includes(' = '))).toEqual([
      '_0 = torch.tensor([1.0, 2.0])',
      'x = _0',
      'lambda_ = torch.nn.Parameter(torch.tensor(3.0))',
      expect.stringMatching(/^_\d+ = x \* lambda_$/),
      expect.stringMatching(/^L = torch\.sum\(_\d+\)$/),
    ]);
  });

  test('prints the graph with its numbers for Graphviz and for Mermaid', async () => {
    using folder = new Folder();
    folder.write('lesson.bp', lesson);
    const [dot, mermaid] = await Promise.all(
      ['dot', 'mermaid'].map((target) => folder.bp('export', 'lesson.bp', '--to', target)),
    );
    expect([dot, mermaid]).toMatchObject([
      { code: 0, err: '' },
      { code: 0, err: '' },
    ]);
    expect(dot.out).toMatch(/^digraph \{\n/);
    expect(dot.out).toContain('"q" [shape=ellipse, label="q\\n+\\n3 · ∂ 16"]');
    expect(mermaid.out).toContain('\nflowchart LR\n');
    expect(mermaid.out).toContain('(("q<br/>#43;<br/>3 · ∂ 16"))');
  });

  test('prints the graph of the valid part of a broken model, and its problems', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = 1\nq = x * 3\nloss L = q + y\n');
    const { code, out, err } = await folder.bp('export', 'a.bp', '--to', 'dot');
    expect(code).toBe(1);
    expect(out).toContain('"q" [shape=ellipse, label="q\\n× 3\\n3"]');
    expect(err).toMatch(/^a\.bp:3:14: error: 'y' is not defined/);
  });

  test('refuses a model without a backward pass, and names its problems', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = 1\nloss L = x + y\n');
    const { code, out, err } = await folder.bp('export', 'a.bp', '--to', 'bp-backward');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^Can't show the backward pass: line 2 has an error: 'y' is not defined\.\na\.bp:2:14: error: /,
    );
  });
});

describe.concurrent('bp', () => {
  test.each([
    [
      'no command',
      [],
      /^bp: a command is missing\. Commands: eval, lens, check, gradcheck, train, bench, export, fmt, lsp; bp --help says more\.\n$/,
    ],
    ['an unknown command', ['fly'], /^bp: there is no command 'fly'\..*\n$/],
    ['no file', ['eval', '--json'], /^bp: name one file\. Usage: bp eval FILE \[--json\] \[--mode MODE\]\n$/],
    [
      'negative steps',
      ['train', 'good.bp', '--steps', '-1'],
      /^bp: --steps takes a whole number, 1 or greater, not '-1'\. Usage: bp train FILE \[--steps N\] \[--write\]\n$/,
    ],
    [
      'an option in the position of steps',
      ['train', 'good.bp', '--steps', '--write'],
      /^bp: --steps needs a value\. Usage: bp train FILE \[--steps N\] \[--write\]\n$/,
    ],
    ['no steps', ['train', 'good.bp', '--steps'], /^bp: --steps needs a value\. Usage: bp train FILE .*\n$/],
    ['non-numeric steps', ['train', 'good.bp', '--steps', 'many'], /^bp: --steps takes .*, not 'many'.*\n$/],
    [
      'no export target',
      ['export', 'good.bp'],
      /^bp: --to takes bp-backward, pytorch, dot or mermaid\. Usage: bp export FILE --to .*\n$/,
    ],
    [
      'an unknown export target',
      ['export', 'good.bp', '--to', 'x'],
      /^bp: --to takes bp-backward, pytorch, dot or mermaid, not 'x'\. .*\n$/,
    ],
    ['a missing file', ['eval', 'missing.bp'], /^bp: missing\.bp can't be read: there is no such file\n$/],
    ['a folder', ['eval', '.'], /^bp: \. can't be read: it is a folder; name a file in it\n$/],
    ['a path through a file', ['eval', 'good.bp/a.bp'], /can't be read: a folder of its path is a file\n$/],
    ['a name that is too long', ['eval', 'a'.repeat(300)], /^bp: a+ can't be read: its name is too long\n$/],
    ['a link to itself', ['eval', 'loop.bp'], /^bp: loop\.bp can't be read: its links lead in a circle\n$/],
    ['a file that is not UTF-8', ['train', 'latin.bp', '--write'], /^bp: latin\.bp can't be read: it is not UTF-8\n$/],
    ['an unsupported transport', ['lsp', '--socket=7'], /^bp: .*--socket.*\n$/],
  ])('exits with 2 and prints one line, given %s', async (_, given, line) => {
    using folder = new Folder();
    folder.write('good.bp', 'param x = 1\n');
    symlinkSync('loop.bp', folder.at('loop.bp'));
    const latin = folder.write('latin.bp', Buffer.from('param x = 1 # \xe9\n', 'latin1'));
    const { code, out, err } = await folder.bp(...given);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(line);
    expect(readFileSync(latin, 'latin1')).toBe('param x = 1 # \xe9\n');
  });
});

test('control characters of names in files reach the terminal as escapes', async () => {
  using folder = new Folder();
  const title = '\u001b]0;title\u0007\u009b31m';
  folder.write('a.csv', `${title}\n1\n2\n`);
  folder.write('a.bp', 'data x = csv("a.csv", columns = ["y"])\n');
  const { out, err } = await folder.bp('check', 'a.bp');
  expect(out + err).toContain('\\u001b]0;title\\u0007\\u009b31m');
  expect(out + err).not.toMatch(/[^\P{Cc}\n\t]/u);
});
