/** Incremental parsing gives the same tree as parsing from scratch. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ParsedText, parse } from '../../../server/src/language/syntax/parser/parse.ts';
import type { Tree } from '../../../server/src/language/syntax/tree/tree.ts';
import { changeBetween } from '../../../server/src/language/text/textChange.ts';
import { fuzzedTexts } from '../../support/models/fuzzedTexts.ts';
import { longModel } from '../../support/models/longModel.ts';
import { applyTextEdit, textEdits } from '../../support/models/randomEdits.ts';
import { modelTexts } from '../../support/models/randomModels.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

test('incremental parsing matches parsing from scratch for any edit', () => {
  fc.assert(
    fc.property(fc.oneof(fuzzedTexts, modelTexts), textEdits, (start, edits) => {
      let read: ParsedText = { text: start, tree: parse(start).tree };
      for (const edit of edits) {
        const text = applyTextEdit(read.text, edit);
        const { tree, problems } = parse(text, read);
        const alone = parse(text);
        expect(contentsOf(tree)).toEqual(contentsOf(alone.tree));
        expect(problems).toEqual(alone.problems);
        read = { text, tree };
      }
    }),
    generatedCases(1_000),
  );
});

test('incremental parsing shares statements that an edit does not touch', () => {
  const text = longModel(300);
  const { tree } = parse(text);
  const at = text.indexOf('\n', text.length / 2) + 1;
  const later = `${text.slice(0, at)}new = 1\n${text.slice(at)}`;
  const { tree: changed } = parse(later, { text, tree });
  const shared = changed.parsedStatements.filter((statement) => tree.parsedStatements.includes(statement));
  expect(shared.length).toBeGreaterThan(tree.parsedStatements.length - 4);
});

test.each([
  ['', '', [0, 0, 0]],
  ['abc', 'abc', [3, 3, 3]],
  ['abc', 'abxc', [2, 2, 3]],
  ['aaa', 'aa', [2, 3, 2]],
  [`${'a'.repeat(5_000)}b${'c'.repeat(5_000)}`, `${'a'.repeat(5_000)}${'c'.repeat(5_000)}`, [5_000, 5_001, 5_000]],
])('the change between two texts has the expected offsets (case %#)', (before, after, [start, endBefore, endAfter]) => {
  expect(changeBetween(before, after)).toEqual({ start, endBefore, endAfter });
});

function contentsOf(tree: Tree) {
  return {
    statements: tree.statements,
    expressions: tree.expressions.map((_, index) => tree.expressionAt(index)),
    statementCount: tree.statementCount,
    expressionCount: tree.expressionCount,
    parsedStatements: tree.parsedStatements.map(({ isSyncPoint, statementCount }) => ({ isSyncPoint, statementCount })),
  };
}
