/** Stale annotations of statements that cannot be evaluated. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allParts } from '../../../server/src/display/displayOptions.ts';
import type { StatementAnnotation } from '../../../server/src/snapshot/annotations/annotation.ts';
import { formatAnnotation } from '../../../server/src/snapshot/annotations/annotationText.ts';
import { statementAnnotationsOf } from '../../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { redrawLenses } from '../../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { annotationsAfter, evaluated, evaluatedIfPossible } from '../../support/models/evaluated.ts';
import { fuzzedTexts } from '../../support/models/fuzzedTexts.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

const lesson = `param x = -2
param y = 5
q = x + y
loss L = q^2
expect ∂L/∂x ≈ 6`;

const fixtures: Record<string, string> = {
  'are new when nothing is broken': `
▸ x = −2 → −2.06 · ∂L/∂x = 6
param x = -2
▸ y = 5 → 4.94 · ∂L/∂y = 6
param y = 5
▸ q = 3 · ∂L/∂q = 6
q = x + y
▸ L = 9 | SGD step | Train
loss L = q^2
▸ ✓ 6 ≈ 6
expect ∂L/∂x ≈ 6`,

  'are stale for a half-typed value, its dependents and all gradients': `
▸ x = −2 → −2.06 · ∂L/∂x = 6 · stale
param x = -2
▸ y = 5 → 4.94 · ∂L/∂y = 6 · stale
param y = 5
▸ q = 3 · ∂L/∂q = 6 · stale
q = x +
▸ L = 9 · stale | SGD step | Train
loss L = q^2
▸ ✓ 6 ≈ 6 · stale
expect ∂L/∂x ≈ 6`,

  'have new values and stale gradients when a loss is broken': `
▸ x = −7 → −2.06 · ∂L/∂x = 6 · stale
param x = -7
▸ y = 5 → 4.94 · ∂L/∂y = 6 · stale
param y = 5
▸ q = −2 · ∂L/∂q = 6 · stale
q = x + y
▸ L = 9 · stale | SGD step | Train
loss L = q^
▸ ✓ 6 ≈ 6 · stale
expect ∂L/∂x ≈ 6`,

  'are matched by line when a line loses its name': `
▸ x = −2 → −2.06 · ∂L/∂x = 6 · stale
param x = -2
▸ y = 5 → 4.94 · ∂L/∂y = 6 · stale
param y = 5
▸ q = 3 · ∂L/∂q = 6 · stale
 = x + y
▸ L = 9 · stale | SGD step | Train
loss L = q^2
▸ ✓ 6 ≈ 6 · stale
expect ∂L/∂x ≈ 6`,

  'are new for a renamed line': `
▸ x = −2 → −2.06 · ∂L/∂x = 6 · stale
param x = -2
▸ y = 5 → 4.94 · ∂L/∂y = 6 · stale
param y = 5
▸ r = 3
r = x + y
▸ L = 9 · stale | SGD step | Train
loss L = q^2
▸ ✓ 6 ≈ 6 · stale
expect ∂L/∂x ≈ 6`,

  'follow a line that moves below others': `

# The lesson.
▸ x = −2 → −2.06 · ∂L/∂x = 6 · stale
param x = -2
▸ y = 5 → 4.94 · ∂L/∂y = 6 · stale
param y = 5
▸ L = 9 · stale | SGD step | Train
loss L = q^2
▸ q = 3 · ∂L/∂q = 6 · stale
q = x + (y
▸ ✓ 6 ≈ 6 · stale
expect ∂L/∂x ≈ 6`,

  'show nothing of a deleted statement': `
▸ x = −2 → −1.96 · ∂L/∂x = −4
param x = -2
▸ L = 4 | SGD step | Train
loss L = x^2
▸ ✗ −4 ≉ 6
expect ∂L/∂x ≈ 6`,

  'show no gradients after the loss is deleted': `
param x = -2
param y = 5
▸ q = 3
q = x + y`,

  'keep the result of a half-typed expectation': `
▸ x = −2 → −2.06 · ∂L/∂x = 6
param x = -2
▸ y = 5 → 4.94 · ∂L/∂y = 6
param y = 5
▸ q = 3 · ∂L/∂q = 6
q = x + y
▸ L = 9 | SGD step | Train
loss L = q^2
▸ ✓ 6 ≈ 6 · stale
expect ∂L/∂x ≈`,

  'take nothing from neighboring lines for a new line': `
▸ x = −2 → −2.06 · ∂L/∂x = 6
param x = -2
▸ y = 5 → 4.94 · ∂L/∂y = 6
param y = 5
p
▸ q = 3 · ∂L/∂q = 6
q = x + y
▸ L = 9 | SGD step | Train
loss L = q^2
e
▸ ✓ 6 ≈ 6
expect ∂L/∂x ≈ 6`,

  'are shown for the first of two lines with the same name': `
▸ x = −2 → −2.06 · ∂L/∂x = 6
param x = -2
▸ y = 5 → 4.94 · ∂L/∂y = 6
param y = 5
▸ q = 3 · ∂L/∂q = 6
q = x + y
q = x + 1
▸ L = 9 | SGD step | Train
loss L = q^2
▸ ✓ 6 ≈ 6
expect ∂L/∂x ≈ 6`,
};

describe('annotations after an edit', () => {
  test.each(Object.entries(fixtures))('%s', (_, fixture) => expectUnchanged(fixture, redrawLenses([lesson])));
});

test('a stale annotation stays stale until there is a new one', () => {
  const broken = lesson.replace('x + y', 'x +');
  const brokenMore = broken.replace('q^2', 'q^');
  expect(annotationsAfter([lesson, broken, brokenMore]).list.map(({ isStale }) => isStale)).toEqual(
    Array(5).fill(true),
  );
  expect(annotationsAfter([lesson, broken, brokenMore, lesson]).list).toEqual(annotationsAfter([lesson]).list);
});

test('a function that reuses the name of a value has no annotation', () => {
  const annotations = annotationsAfter(['q = 1\nx = q', 'fn q(x) = x\nx = 2', 'fn q(x) = \nx = 2']);
  expect(annotations.list.map((annotation) => 'name' in annotation && [annotation.name, annotation.isStale])).toEqual([
    ['x', false],
  ]);
});

test('a file that was never evaluated has no annotations', () => {
  expect(statementAnnotationsOf(analyze(lesson)).list).toEqual([]);
});

test('a version without numbers shows the last ones as stale', () => {
  const last = statementAnnotationsOf(evaluated(lesson));
  const { list } = statementAnnotationsOf(analyze(lesson.replace('5', '6')), last);
  expect(list.map(({ isStale }) => isStale)).toEqual(Array(5).fill(true));
  expect(list.map(fieldsOf)).toEqual(
    last.list.map((annotation) => {
      const [line, lastLine, , text] = fieldsOf(annotation);
      return [line, lastLine, true, `${text} · stale`];
    }),
  );
});

test('annotations of a version do not depend on when they are computed', () => {
  fc.assert(
    fc.property(fc.array(fuzzedTexts, { minLength: 2, maxLength: 4 }), (versions) => {
      const [first, ...later] = versions.map((text) => evaluatedIfPossible(text));
      let [read, unread] = [statementAnnotationsOf(first), statementAnnotationsOf(first)];
      for (const version of later) {
        expect(read.list.length).toBeLessThanOrEqual(read.snapshot.tree.statements.length);
        [read, unread] = [statementAnnotationsOf(version, read), statementAnnotationsOf(version, unread)];
      }
      expect(unread.list.map(fieldsOf)).toEqual(read.list.map(fieldsOf));
    }),
    generatedCases(500),
  );
});

function fieldsOf(annotation: StatementAnnotation): readonly unknown[] {
  return [
    annotation.line,
    annotation.lastLine,
    annotation.isStale,
    formatAnnotation(annotation, { digits: 17, show: allParts }),
  ];
}
