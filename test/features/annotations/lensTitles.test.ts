/** Incremental lens titles equal freshly computed ones. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../../protocol/editor/settings.ts';
import { lensesOf } from '../../../server/src/features/annotations/codeLens.ts';
import { LensTitles } from '../../../server/src/features/annotations/lensTitles.ts';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import type { FileAnnotations } from '../../../server/src/snapshot/annotations/annotation.ts';
import { statementAnnotationsOf } from '../../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze, type Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { runIfPossible } from '../../support/models/evaluated.ts';
import { fuzzedTexts } from '../../support/models/fuzzedTexts.ts';
import { longModel } from '../../support/models/longModel.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';
import { applyTextEdit, type TextEdit, textEdits } from '../../support/models/randomEdits.ts';
import { library, modelTexts } from '../../support/models/randomModels.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

const files = filesOf(library);
const uri = 'file:///model.bp';

/** Inputs of lenses besides the text: the settings and the root of the gradients. */
interface Display {
  readonly settings: Settings;
  readonly root: string | undefined;
  readonly isNarrow: boolean;
}

const displays: fc.Arbitrary<Display> = fc.record({
  settings: fc.constantFrom(defaultSettings, { ...defaultSettings, digits: 2 }),
  root: fc.constantFrom(undefined, undefined, 'x', 'h1', 'q'),
  isNarrow: fc.boolean(),
});

const start = fc.oneof(fuzzedTexts, modelTexts, fc.integer({ min: 3, max: 60 }).map(longModel));
const versions = fc.tuple(start, textEdits, fc.array(displays, { minLength: 1, maxLength: 3 }));

test('lens titles equal freshly computed ones for any edit, display or root', () => {
  fc.assert(
    fc.property(versions, ([text, edits, displays]) => {
      const titles = new LensTitles();
      for (const { readings, settings, isNarrow } of history(text, edits, displays))
        expect(lensesOf(readings, settings, uri, { titles, isNarrow })).toEqual(
          lensesOf(readings, settings, uri, { isNarrow }),
        );
    }),
    generatedCases(500),
  );
});

test('unchanged titles are not formatted again', () => {
  const text = 'param x = 1\nu = x / 2\nparam y = 2\nz = 3 * x\nv = y * z\nloss L = x + y';
  const secondDigit: TextEdit = { kind: 6, position: 2, length: 5, text: '' };
  const titles = new LensTitles();
  const [before, after] = history(
    text,
    [secondDigit],
    [{ settings: defaultSettings, root: undefined, isNarrow: false }],
  ).map(({ readings, settings }) => titles.of(readings, settings, false));
  const isKept = after.map((title, index) => title === before[index]);
  expect(isKept).toEqual([true, false, false, true, false, false]);
});

/** Versions of a text, each analyzed incrementally and evaluated, with one display after the other. */
function history(
  text: string,
  edits: readonly TextEdit[],
  displays: readonly Display[],
): { readonly readings: FileAnnotations; readonly settings: Settings; readonly isNarrow: boolean }[] {
  let snapshot: Snapshot | undefined;
  let readings: FileAnnotations | undefined;
  return [undefined, ...edits].map((edit, turn) => {
    const { settings, root, isNarrow } = displays[turn % displays.length];
    const next = edit && snapshot ? applyTextEdit(snapshot.text, edit) : text;
    snapshot = analyze(next, turn, { ...emptyContext, files, pickedRootName: root }, snapshot);
    readings = statementAnnotationsOf(runIfPossible(snapshot), readings);
    return { readings, settings, isNarrow };
  });
}
