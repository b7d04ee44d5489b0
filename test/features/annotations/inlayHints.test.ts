/** Inlay hints: the value after each statement, as short as VS Code shows it. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { hintsIn } from '../../../server/src/features/annotations/inlayHints.ts';
import { redrawInlayHints } from '../../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { annotationsAfter } from '../../support/models/evaluated.ts';
import { fuzzedTexts } from '../../support/models/fuzzedTexts.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

const fixtures: Record<string, string> = {
  'the lesson': `
# The lesson.
param x = -2 ⟦→ −2.16 · ∂ 16⟧
param y = 5 ⟦→ 4.84 · ∂ 16⟧ # apples
param z = -4 ⟦→ −3.88 · ∂ −12⟧
const target = -10

q = x + y ⟦= 3 · ∂ 16⟧   # the sum
f = q * z ⟦= −12 · ∂ −4⟧
loss L = (target - f)^2 ⟦= 4⟧

train sgd(lr = 0.01)
expect ∂L/∂x ≈ 16 ⟦✓⟧
expect L ≈ 3 ⟦✗⟧`,

  'a file without a loss': `
param apple = 100
const tax = 1 + 0.1 ⟦= 1.1⟧
total = tax * apple ⟦= 110⟧`,

  'a negated name': `
const a = 4
const b = -a ⟦= −4⟧
y = -b ⟦= 4⟧`,

  tensors: `
param W = [[0.1, -0.2], [0.3, 0.4]] ⟦∂ [[10.4, 7.2], [14.8, 10.4]]⟧
param v[4, 8] ~ normal(0, 0.5) ⟦= [4×8] −0.1578 ± 0.3699 · ‖∂‖ 4.549⟧
data X = [[1, 2], [3, 4]]
h = X @ W ⟦= [2×2] 0.95 ± 0.35 · ‖∂‖ 4.05⟧
loss L = sum(h * h) + sum(v * v) ⟦= 9.274⟧`,

  'a statement over several lines': `
param x = 3 ⟦→ 2.98 · ∂ 2⟧
loss L = (x +
  x) ⟦= 6⟧`,

  functions: `
fn layer(x) {
  param w = 2
  return w * x
}
h = layer(3) ⟦= 6 · ∂ 12⟧
loss L = h^2 ⟦= 36⟧`,

  'a truncated shape that is too long': `
const A = zeros([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) ⟦= [1×1×1×1×1×1×1×1×1×1×1×1×1×1×1×1×1×1×1×1…⟧`,
};

describe('inlay hints', () => {
  test.each(Object.entries(fixtures))('show %s', (_, fixture) => expectUnchanged(fixture, redrawInlayHints()));
});

test('inlay hints of a broken line stay, marked stale', () => {
  expectUnchanged(
    `
param x = -2 ⟦→ −1.98 · ∂ −2 · stale⟧
q = x + (1 ⟦= −1 · ∂ −2 · stale⟧
loss L = q^2 ⟦= 1 · stale⟧`,
    redrawInlayHints(['param x = -2\nq = x + 1\nloss L = q^2']),
  );
});

test('inlay hints show as many digits as fit', () => {
  expectUnchanged(
    `
param x = [0.1, 1/3] ⟦= [0.1, 0.3333333] · ∂ [3.019741, 3.019741]⟧
param y = 0.1 ⟦∂ 1.4461760903412628⟧
q = exp(y) ⟦= 1.1051709180756477 · ∂ 1.3085542396097267⟧
loss L = sum(x) * exp(q) ⟦= 1.3085542396097267⟧`,
    redrawInlayHints([], { digits: 17 }),
  );
});

test('no inlay hint exceeds the length that VS Code shows', () => {
  const settings = fc.record({
    digits: fc.integer({ min: 2, max: 17 }),
    show: fc.record({ value: fc.boolean(), gradient: fc.boolean(), shape: fc.boolean(), update: fc.boolean() }),
  });
  fc.assert(
    fc.property(fc.array(fuzzedTexts, { minLength: 1, maxLength: 2 }), settings, (versions, chosen) => {
      const annotations = annotationsAfter(versions);
      const everything = { start: 0, end: annotations.snapshot.text.length };
      for (const { label, textEdits } of hintsIn(annotations, everything, { ...defaultSettings, ...chosen }, '')) {
        expect(label).not.toBe('');
        expect(label.length).toBeLessThanOrEqual(43);
        expect(textEdits).toBeUndefined();
      }
    }),
    generatedCases(500),
  );
});

test('a range gets the hints inside it', () => {
  const part = fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 200 }));
  fc.assert(
    fc.property(fuzzedTexts, part, (text, [start, length]) => {
      const annotations = annotationsAfter([text]);
      const { lines } = annotations.snapshot;
      const asked = { start, end: start + length };
      const isThere = ({ position }: { position: { line: number; character: number } }) => {
        const offset = lines.offsetAt(position);
        return asked.start <= offset && offset <= asked.end;
      };
      const all = hintsIn(annotations, { start: 0, end: text.length }, defaultSettings, '');
      expect(hintsIn(annotations, asked, defaultSettings, '')).toEqual(all.filter(isThere));
    }),
    generatedCases(500),
  );
});
