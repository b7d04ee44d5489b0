/** `bp gradcheck`: a table of params, and an exit code of 0 only if all gradients agree. */

import { describe, expect, test } from 'vitest';
import { Folder } from './run.ts';

describe.concurrent('bp gradcheck', () => {
  test('prints a table and exits with 0 if all gradients agree', async () => {
    using folder = new Folder();
    const net = `data X = [[1, 2, 3], [4, 5, 6]]
param W[3, 400] ~ normal(0, 0.5)
param 사과 = [0.1, 2]
param s = 2
param k = 0
loss L = mean((X @ W)^2) * sum(사과) * s + abs(k) + relu(k)
`;
    folder.write('net.bp', net);
    const { code, out, err } = await folder.bp('gradcheck', 'net.bp');
    expect(code).toBe(0);
    const number = /\d(\.\d)?(e−\d+)?/.source;
    const lines = out.split('\n');
    expect(lines[0]).toBe('param   elements checked   worst relative difference   where');
    expect(lines[1]).toMatch(new RegExp(`^W       396 of 1200        ${number} +\\[\\d, \\d+\\]$`));
    expect(lines[2]).toMatch(new RegExp(`^사과    2                  ${number} +\\[\\d\\]$`));
    expect(lines[3]).toMatch(new RegExp(`^s       1                  ${number}$`));
    expect(lines[4]).toBe('k       1                                              at a kink');
    expect(lines.slice(5)).toEqual(['']);
    expect(err).toContain('net.bp:5:7: warning: L has a kink at ');
  });

  test('exits with 1 and names the element if a gradient disagrees', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = [3, 4]\nloss L = sum(clip(x, 4, 9) + clip(x, 0, 4))\n');
    expect(await folder.bp('gradcheck', 'a.bp')).toEqual({
      code: 1,
      out: [
        'param   elements checked   worst relative difference   where',
        'x       2                  0.5                         [1]',
        '',
      ].join('\n'),
      err: [
        'a.bp:1:7: error: ∂L/∂x is 2 at [1], but finite differences give 1 [gradient-mismatch]',
        '  param x = [3, 4]',
        '        ^',
        '',
      ].join('\n'),
    });
  });

  test('exits with 1 for a file with errors, and checks the valid rest', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = 3\nloss L = x\nq = yy\n');
    const { code, out, err } = await folder.bp('gradcheck', 'a.bp');
    expect(code).toBe(1);
    expect(out).toMatch(/\nx +1 +/);
    expect(err).toContain("a.bp:3:5: error: 'yy' is not defined [undefined-name]");
  });

  test('exits with 1 and a reason if there is nothing to check', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = 3\n');
    expect(await folder.bp('gradcheck', 'a.bp')).toEqual({
      code: 1,
      out: '',
      err: "Can't check gradients: there is no loss. Add one, for example: loss L = (target - f)^2\n",
    });
  });

  test('exits with 1 and the line to mend first if the loss depends on a broken line', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = 3\ny = x + zz\nloss L = y^2\n');
    const { code, out, err } = await folder.bp('gradcheck', 'a.bp');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.split('\n')[0]).toBe("Can't check gradients: line 2 has an error: 'zz' is not defined.");
  });

  test('exits with 1 without a comparison if the loss is not finite', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = 0\nloss L = x^2 * log(x)\n');
    const { code, out, err } = await folder.bp('gradcheck', 'a.bp');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.split('\n')[0]).toBe(
      "Can't check gradients: L is NaN, so it has no slopes to compare with. Fix the first NaN or infinity in it.",
    );
    expect(err).not.toContain('gradient-mismatch');
  });

  test('marks a param where the loss jumps, and exits with 0', async () => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = 1\nloss L = floor(x) + x\n');
    const { code, out, err } = await folder.bp('gradcheck', 'a.bp');
    expect(code).toBe(0);
    expect(out.split('\n')[1]).toBe('x       1                                              at a jump');
    expect(err).toContain('a.bp:1:7: warning: L jumps at this value of x; ');
  });

  test.each([
    ['no file', [], /^bp: name one file\. Usage: bp gradcheck FILE\n$/],
    ['an option', ['a.bp', '--json'], /^bp: .*'--json'.* Usage: bp gradcheck FILE\n$/],
    ['a missing file', ['missing.bp'], /^bp: missing\.bp can't be read: .*\n$/],
  ])('exits with 2, given %s', async (_, given, line) => {
    using folder = new Folder();
    folder.write('a.bp', 'param x = 3\n');
    const { code, out, err } = await folder.bp('gradcheck', ...given);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(line);
  });
});
