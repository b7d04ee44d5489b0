/** Every feature answers for any sequence of texts, and none throws. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../protocol/editor/settings.ts';
import { lensesOf } from '../../server/src/features/annotations/codeLens.ts';
import { diagnosticsOf } from '../../server/src/features/annotations/diagnostics.ts';
import { lineDecorationsOf } from '../../server/src/features/annotations/lineDecorations.ts';
import { hoverAt } from '../../server/src/features/hover/hover.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { applyEdits } from '../../server/src/language/text/edits.ts';
import { statementAnnotationsOf } from '../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze, isSound } from '../../server/src/snapshot/snapshot.ts';
import { annotationsAfter, evaluated } from '../support/models/evaluated.ts';
import { fuzzedTexts } from '../support/models/fuzzedTexts.ts';
import { generatedCases } from '../support/setup/thorough.ts';
import { step } from '../support/training/step.ts';

const runs = generatedCases(1_000);
const versions = fc.array(fuzzedTexts, { minLength: 1, maxLength: 3 });

test('there is at most one lens and line end per statement, on its lines', () => {
  fc.assert(
    fc.property(versions, (versions) => {
      const evaluatedReadings = annotationsAfter(versions);
      const waiting = statementAnnotationsOf(analyze(`${versions.at(-1)} `), evaluatedReadings);
      for (const annotations of [evaluatedReadings, waiting]) {
        const { lines } = annotations.snapshot;
        for (const { range } of lensesOf(annotations, defaultSettings, '')) {
          expect(range.start.line).toBeLessThan(lines.count);
        }
        const annotated = lineDecorationsOf(annotations, defaultSettings).map(({ line }) => line);
        expect(annotated).toEqual(annotated.toSorted((a, b) => a - b));
        expect(new Set(annotations.list.map(({ statement }) => statement)).size).toBe(annotations.list.length);
        expect(annotated.every((line) => line < lines.count)).toBe(true);
      }
    }),
    runs,
  );
});

test("a hover's range contains the cursor", () => {
  fc.assert(
    fc.property(versions, fc.array(fc.nat(), { maxLength: 20 }), (versions, offsets) => {
      const annotations = annotationsAfter(versions);
      const { snapshot } = annotations;
      for (const position of offsets) {
        const offset = position % (snapshot.text.length + 1);
        const hover = hoverAt({ snapshot, annotations }, offset, defaultSettings);
        if (hover === null) continue;
        expect(snapshot.lines.offsetAt(hover.range!.start)).toBeLessThanOrEqual(offset);
        expect(snapshot.lines.offsetAt(hover.range!.end)).toBeGreaterThanOrEqual(offset);
        expect((hover.contents as { value: string }).value).not.toMatch(/undefined|\[object/);
      }
    }),
    runs,
  );
});

test('diagnostics are inside the text', () => {
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      const snapshot = evaluated(text);
      for (const { range } of diagnosticsOf(snapshot)) {
        const [start, end] = [range.start, range.end].map((position) => snapshot.lines.offsetAt(position));
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
    runs,
  );
});

test('a step is refused with a reason or gives an equally valid model', () => {
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      const taken = step(evaluated(text));
      if (isRefusal(taken)) expect(taken.refusal).toMatch(/^No step taken: [^\r\n]+$/);
      else expect(isSound(evaluated(applyEdits(text, taken.edits)))).toBe(true);
    }),
    runs,
  );
});
