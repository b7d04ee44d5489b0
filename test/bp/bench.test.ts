/** `bp bench` and `bp --version`: output and refusals; times are not checked. */

import { expect, test } from 'vitest';
import { sampleModels } from '../support/models/fuzzedTexts.ts';
import { Folder } from './run.ts';

const [lesson] = sampleModels;
const time = '[\\d.]+ (?:ns|µs|ms|s)';
const count = '[\\d,]+';

test('bp bench prints the times of warm passes as one object', async () => {
  using folder = new Folder();
  folder.write('lesson.bp', lesson);
  const { code, out, err } = await folder.bp('bench', 'lesson.bp', '--passes', '1000', '--json');
  expect({ code, err, lines: out.split('\n').length }).toEqual({ code: 0, err: '', lines: 2 });
  const figures = JSON.parse(out);
  expect(figures).toEqual({
    file: 'lesson.bp',
    passes: 1000,
    nodes: expect.any(Number),
    ns_per_pass: { median: expect.any(Number), p95: expect.any(Number) },
    steps_per_second: null,
  });
  const { median, p95 } = figures.ns_per_pass;
  expect(figures.nodes).toBeGreaterThan(7);
  expect(median).toBeGreaterThan(0);
  expect(p95).toBeGreaterThanOrEqual(median);
});

test('bp bench runs for about a second by default, and also times training steps', async () => {
  using folder = new Folder();
  folder.write(
    'a.bp',
    'data x = [1, 2, 3]\nparam w = 2\nloss L = mean(square(w * x))\ntrain adam(lr = 1e-9, batch = 2, epochs = 3)\n',
  );
  const { code, out } = await folder.bp('bench', 'a.bp', '--train', '--json');
  const { passes, steps_per_second } = JSON.parse(out);
  expect(code).toBe(0);
  expect(passes).toBeGreaterThan(3);
  expect(steps_per_second).toBeGreaterThan(0);
});

test('bp bench prints a table without --json', async () => {
  using folder = new Folder();
  folder.write('lesson.bp', lesson);
  const { code, out } = await folder.bp('bench', 'lesson.bp', '--passes', '1000', '--train');
  const [title, heads, pass, step, ...rest] = out.split('\n');
  expect({ code, rest }).toEqual({ code: 0, rest: [''] });
  expect(title).toMatch(/^lesson\.bp: \d+ nodes, forward and backward, on (WebAssembly with|plain JavaScript)/);
  expect(heads.trim().split(/ {2,}/)).toEqual(['median', 'p95', 'per second', 'timed']);
  expect(pass).toMatch(new RegExp(`^pass +${time} +${time} +${count} +1,000$`));
  expect(step).toMatch(new RegExp(`^training step +${time} +${time} +${count} +${count}$`));
  expect(new Set([heads, pass, step].map(({ length }) => length)).size).toBe(1);
});

test('bp bench times only a forward pass of a file without a loss', async () => {
  using folder = new Folder();
  folder.write('a.bp', 'a = 1 + 2\n');
  const passes = await folder.bp('bench', 'a.bp', '--passes', '5');
  expect(passes.out).toContain('forward only, as there is no loss');
  const steps = await folder.bp('bench', 'a.bp', '--passes', '5', '--train');
  expect(steps).toEqual({
    code: 1,
    out: '',
    err: 'No step taken: there is no loss to minimize. Add one, for example: loss L = (target - f)^2\n',
  });
});

test('bp bench refuses a file with errors', async () => {
  using folder = new Folder();
  folder.write('a.bp', 'a = 1 +\n');
  const { code, out, err } = await folder.bp('bench', 'a.bp', '--json');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^No pass was timed\.\na\.bp:1:\d: error: /);
});

test('bp bench refuses to time training that diverges', async () => {
  using folder = new Folder();
  folder.write('a.bp', 'param x = 3\nloss L = x^4\ntrain sgd(lr = 10)\n');
  const { code, out, err } = await folder.bp('bench', 'a.bp', '--train', '--passes', '5');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^Stopped at step \d+: x would overflow\. Try a smaller lr\.$/m);
});

test("bp bench trains in the file's precision, or in the requested one", async () => {
  using folder = new Folder();
  folder.write('a.bp', 'param w = 2\nloss L = w^2\ntrain sgd(lr = 1e-9, precision = "f32")\n');
  const asWritten = await folder.bp('bench', 'a.bp', '--train', '--passes', '5');
  expect(asWritten.out).toMatch(/^training step, f32 /m);
  const another = await folder.bp('bench', 'a.bp', '--train', '--passes', '5', '--precision', 'f64');
  expect(another.out).toMatch(/^training step {3}/m);
});

test.each([
  [['--passes', '0'], /^bp: --passes takes a whole number, 1 or greater, not '0'\. Usage: bp bench FILE /],
  [['--precision', 'f16'], /^bp: --precision takes f64 or f32, not 'f16'\. Usage: bp bench FILE /],
])('bp bench exits with 2, given %s', async (given, line) => {
  using folder = new Folder();
  folder.write('lesson.bp', lesson);
  const { code, err } = await folder.bp('bench', 'lesson.bp', ...given);
  expect(code).toBe(2);
  expect(err).toMatch(line);
});

test('bp --version names the backend', async () => {
  using folder = new Folder();
  const { code, out } = await folder.bp('--version');
  expect(code).toBe(0);
  expect(out).toMatch(/^bp \d+\.\d+\.\d+\nNode v\d+\.\d+\.\d+\nkernels: (WebAssembly with|plain JavaScript).*\n$/);
});
