/** Completion, signature help and tokens stay consistent for any text and cursor. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InsertReplaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { nameTokens } from '../../../server/src/features/annotations/semanticTokens.ts';
import { signatureHelpAt } from '../../../server/src/features/completion/signatureHelp.ts';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { completionsAt } from '../../support/fixtures/completions.ts';
import { evaluatedIfPossible } from '../../support/models/evaluated.ts';
import { fuzzedTexts } from '../../support/models/fuzzedTexts.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';
import { library, modelTexts } from '../../support/models/randomModels.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

/** A text and an offset in it. */
const cursors = fc.tuple(fuzzedTexts, fc.nat()).map(([text, at]) => ({ text, offset: at % (text.length + 1) }));

test('completion answers everywhere and edits only the word at the cursor', async () => {
  await fc.assert(
    fc.asyncProperty(cursors, async ({ text, offset }) => {
      fc.pre(!text.includes('$0'));
      const list = await completionsAt(`${text.slice(0, offset)}$0${text.slice(offset)}`);
      const document = TextDocument.create('', 'bp', 0, text);
      for (const { textEdit } of list?.items ?? []) {
        const { insert, replace } = textEdit as InsertReplaceEdit;
        expect(document.offsetAt(insert.end)).toBe(offset);
        expect(document.offsetAt(insert.start)).toBeLessThanOrEqual(offset);
        expect(document.offsetAt(replace.end)).toBeGreaterThanOrEqual(offset);
      }
    }),
    generatedCases(500),
  );
});

test('signature help marks an existing parameter or none', () => {
  fc.assert(
    fc.property(cursors, ({ text, offset }) => {
      const help = signatureHelpAt(evaluatedIfPossible(text), offset);
      if (help === null) return;
      const { parameters = [] } = help.signatures[help.activeSignature!]!;
      if (help.activeParameter !== null) expect(parameters[help.activeParameter!]).toBeDefined();
    }),
    generatedCases(500),
  );
});

test('tokens are names of the text, ordered and disjoint', () => {
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      let end = 0;
      for (const token of nameTokens(analyze(text))) {
        expect(token.start).toBeGreaterThanOrEqual(end);
        expect(text.slice(token.start, token.end)).toMatch(/^[\p{ID_Start}_]\p{ID_Continue}*$/u);
        end = token.end;
      }
    }),
    generatedCases(500),
  );
});

test('every name of a valid model resolves and is offered at its position', async () => {
  const files = filesOf(library);
  await fc.assert(
    fc.asyncProperty(modelTexts, fc.nat(), async (text, choice) => {
      const snapshot = analyze(text, 0, { ...emptyContext, files });
      const tokens = [...nameTokens(snapshot)].filter(({ modifier }) => modifier !== 'declaration');
      const { start, end } = tokens[choice % tokens.length]!;
      const marked = `${text.slice(0, start)}$0${text.slice(end)}`;
      const name = text.slice(start, end);
      const list = await completionsAt(marked, { texts: library });
      expect(list!.items.some(({ label }) => label.replace(/ =$|.*∂/, '') === name)).toBe(true);
    }),
    generatedCases(250),
  );
});

test('5,000 names give a short item each', async () => {
  const text = Array.from({ length: 5_000 }, (_, i) => `param p${i} = ${i}`).join('\n');
  const list = await completionsAt(`${text}\ny = $0`);
  expect(list!.items.slice(0, 5_000).map(({ label }) => label)).toEqual(
    Array.from({ length: 5_000 }, (_, i) => `p${4_999 - i}`),
  );
  expect(JSON.stringify(list).length / list!.items.length).toBeLessThan(400);
});
