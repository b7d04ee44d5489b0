/** Numbers at the ends of lines, aligned in columns. */

import fc from 'fast-check';
import { eastAsianWidth } from 'get-east-asian-width';
import { describe, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../../protocol/editor/settings.ts';
import { lineDecorationsOf } from '../../../server/src/features/annotations/lineDecorations.ts';
import { redrawLineEnds } from '../../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { annotationsAfter } from '../../support/models/evaluated.ts';
import { fuzzedTexts, sampleModels } from '../../support/models/fuzzedTexts.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

const fixtures: Record<string, string> = {
  'the lesson': `
# The lesson.
param x = -2▏                −2  ∂   16  x → −2.16
param y = 5▏                  5  ∂   16  y → 4.84
param z = -4▏                −4  ∂  −12  z → −3.88
const target = -10▏         −10

q = x + y▏                    3  ∂   16
f = q * z▏                  −12  ∂   −4
loss L = (target - f)^2▏      4  ∂    1

train sgd(lr = 0.01)
expect ∂L/∂x ≈ 16▏            ✓`,

  'a file without a loss': `
param apple = 100▏      100
total = 1.1 * apple▏    110`,

  tensors: `
param W = [[0.1, -0.2], [0.3, 0.4]]▏    [[0.1, −0.2], [0.3, 0.4]]  ∂  [[0.8, −1.6], [2.4, 3.2]]  W → [[0.092, −0.184], [0.276, 0.368]]
param b = 2▏                                                    2  ∂                        1.2  b → 1.988
h = W * b▏                              [[0.2, −0.4], [0.6, 0.8]]  ∂  [[0.4, −0.8], [1.2, 1.6]]
loss L = sum(h * h)▏                                          1.2  ∂                          1`,

  'wide characters': `
param 사과 = 100▏         100  ∂    2  사과 → 99.98
param apple = 2▏            2  ∂  100  apple → 1
loss L = 사과 * apple▏    200  ∂    1`,

  'a comment after the code': `
param x = 1 # the start▏    1  ∂  2  x → 0.98
loss L = x^2▏               1  ∂  1`,

  'a very long line': `
param x = 1▏    1  ∂  1  x → 0.99
loss L = x + ${'0 + '.repeat(30)}0▏  1  ∂  1
y = 2▏          2`,

  'a statement over several lines': `
param x = 3▏    3  ∂  2  x → 2.98
loss L = (x +
  x)▏           6  ∂  1`,

  'functions and random params': `
fn layer(x) {
  param w = 2
  return w * x
}
param s ~ ones()▏    1  ∂  6  s → 0.94
h = layer(3)▏        6  ∂  1
loss L = h * s▏      6  ∂  1
expect h.w ≈ 2▏      ✓`,

  'expectations without values': `
expect 1 ≈ 2▏  ✗
expect [1, 2] ≈ [1, 2]▏  ✓`,

  'expectations beside values': `
param x = 1▏    1  ∂  1  x → 0.99
loss L = x▏     1  ∂  1
expect L ≈ 1▏   ✓
expect ∂L/∂x * 100000 ≈ 100000▏  ✓`,
};

describe('line ends', () => {
  test.each(Object.entries(fixtures))('show %s', (_, fixture) => expectUnchanged(fixture, redrawLineEnds()));
});

test('line ends of a broken line stay, marked stale', () => {
  expectUnchanged(
    `
param x = -2▏    −2  ∂  −2  x → −1.98 (stale)
q = x + (1▏      −1  ∂  −2 (stale)
loss L = q^2▏     1  ∂   1 (stale)`,
    redrawLineEnds(['param x = -2\nq = x + 1\nloss L = q^2']),
  );
});

const shownParts: Record<string, readonly [Partial<Settings>, string]> = {
  'only gradients': [
    { show: { value: false, gradient: true, shape: false, update: false } },
    `
param W = [[1, 2], [3, 4]]▏       ∂  [[2, 2], [2, 2]]
param b = 2▏                      ∂                10
data X = [[1, 1]]
loss L = sum(X @ W) * b▏          ∂                 1
expect L ≈ 20▏                 ✓`,
  ],
  'values and shapes': [
    { show: { value: true, gradient: false, shape: true, update: false } },
    `
param W = [[1, 2], [3, 4]]▏    [[1, 2], [3, 4]]
param b = 2▏                                  2
loss L = sum(W) * b▏                         20`,
  ],
  'only shapes': [
    { show: { value: false, gradient: false, shape: true, update: false } },
    `
param W = [[1, 2], [3, 4]]▏    [2×2]
param b = 2
loss L = sum(W) * b`,
  ],
  updates: [
    { show: { value: false, gradient: false, shape: false, update: true } },
    `
param x = 3▏       → 2.94
loss L = x^2`,
  ],
  'nodes and expectations': [
    { statements: { param: false, data: false, const: false, node: true, loss: false, expect: true } },
    `
param a_long_name = 12345
q = a_long_name / 2▏    6173  ∂  12345
loss L = q^2
expect q ≈ 1▏              ✗`,
  ],
};

describe('line ends with selected annotations', () => {
  test.each(Object.entries(shownParts))('show %s', (_, [settings, fixture]) =>
    expectUnchanged(fixture, redrawLineEnds([], settings)),
  );
});

test('only an expectation that does not hold is a failure', () => {
  const decorations = lineDecorationsOf(annotationsAfter(['x = 2\nexpect x ≈ 2\nexpect x ≈ 3']), defaultSettings);
  expect(decorations.map(({ value, isFailure, gradient }) => [value.trim(), isFailure, gradient])).toEqual([
    ['2', undefined, ''],
    ['✓', undefined, ''],
    ['✗', true, ''],
  ]);
});

test('gradients have a shade only if colors show their magnitude', () => {
  const annotations = annotationsAfter(['param x = 100\nparam y = 2\nconst c = 3\nz = y * c\nloss L = 10 * x + z']);
  const shades = (settings: Settings) => lineDecorationsOf(annotations, settings).map(({ shade }) => shade);
  expect(shades({ ...defaultSettings, colors: true })).toEqual([10, 5, undefined, 1, 1]);
  expect(shades(defaultSettings)).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test('line ends use only spaces that the editor keeps', () => {
  for (const { value, gradient, update } of lineDecorationsOf(annotationsAfter([sampleModels[0]]), defaultSettings)) {
    expect(value + gradient + update).not.toContain(' ');
  }
});

const span = fc
  .tuple(fc.nat({ max: 12 }), fc.nat({ max: 6 }))
  .map(([first, more]) => ({ first: first - 2, last: first - 2 + more }));

const line = fc
  .tuple(
    fc.constantFrom('a', '사과', 'x̄', 'a_long_name', '𝑥'),
    fc.constantFrom(' ', '  ', '\t', '\t\t', ' \t '),
    fc.constantFrom('1', '12345', '-0.001', '[1, 2]', '2 / 3'),
    fc.constantFrom('', '  ', '\t', '# 코멘트', '\t# c'),
  )
  .map(([name, blank, value, behind]) => ({ name, text: `${blank}=${blank}${value}${behind}` }));

test('values and gradients are aligned in columns', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
      const params = lines.map(({ name, text }, i) => `param ${name}${i}${text}`);
      const text = [...params, `loss L = ${lines.map(({ name }, i) => `sum(${name}${i})`).join(' + ')}`].join('\n');
      const annotations = annotationsAfter([text]);
      const ends = lineDecorationsOf(annotations, defaultSettings).map(({ line, value, gradient }) => {
        const code = columns(annotations.snapshot.lines.line(line));
        return { code, value: code + columns(value), gradient: code + columns(value) + columns(gradient) };
      });
      const aligned = ends.filter(({ code }) => code <= 72);
      expect(new Set(aligned.map(({ value }) => value)).size).toBe(1);
      expect(new Set(aligned.map(({ gradient }) => gradient)).size).toBe(1);
    }),
  );
});

test('visible lines get the same decorations as all lines', () => {
  fc.assert(
    fc.property(
      fc.array(fuzzedTexts, { minLength: 1, maxLength: 2 }),
      fc.array(span, { maxLength: 2 }),
      (versions, seen) => {
        const annotations = annotationsAfter(versions);
        const isSeen = ({ line }: { line: number }) => seen.some(({ first, last }) => first <= line && line <= last);
        expect(lineDecorationsOf(annotations, defaultSettings, seen)).toEqual(
          lineDecorationsOf(annotations, defaultSettings).filter(isSeen),
        );
      },
    ),
    generatedCases(500),
  );
});

/** How many columns a text takes from the start of a line, with tabs of four. */
function columns(text: string): number {
  let column = 0;
  for (const character of text) {
    if (character === '\t') column += 4 - (column % 4);
    else if (character !== '\u0304') column += eastAsianWidth(character.codePointAt(0)!);
  }
  return column;
}
