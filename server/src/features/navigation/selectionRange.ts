/** Expand selection: from a word through the enclosing expressions to the statement, the function and the file. */

import type { SelectionRange } from 'vscode-languageserver';
import { rangeIn } from '../../language/syntax/ast.ts';
import { scan } from '../../language/syntax/scanner.ts';
import { functionAt, statementAt } from '../../language/syntax/tree/tree.ts';
import type { Range } from '../../language/text/lines.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { toEditorRange, touches } from '../support/positions.ts';

/** A long sum nests an expression for each term; beyond this depth the statement follows. */
const maxExpressions = 100;

export const selectionRange: Feature = {
  capabilities: { selectionRangeProvider: true },
  register(connection, { documents }) {
    connection.onSelectionRanges(async ({ textDocument: { uri }, positions }) => {
      const file = await documents.whenPublished(uri);
      if (file === undefined) return null;
      const { snapshot } = file;
      return positions.map((position) =>
        toSelectionRange(snapshot, rangesAt(snapshot, snapshot.lines.offsetAt(position))),
      );
    });
  },
};

/** From the innermost range to the outermost, each larger than the previous one. */
export function rangesAt({ text, tree }: Pick<Snapshot, 'text' | 'tree'>, offset: number): readonly Range[] {
  const ranges: Range[] = [];
  const statement = statementAt(tree, offset);
  if (statement) {
    const expressionRanges = tree
      .expressionsIn(statement)
      .map((expression) => rangeIn(statement, expression))
      .filter((range) => touches(range, offset));
    ranges.push(...wordAt(text, statement, offset), ...expressionRanges.slice(0, maxExpressions), statement);
    ranges.push(functionAt(tree, offset) ?? statement);
  }
  ranges.push({ start: 0, end: text.length });
  const nested: Range[] = [];
  for (const range of ranges) {
    const inner = nested.at(-1);
    if (inner === undefined || isAround(range, inner)) nested.push(range);
  }
  return nested;
}

/** True if a range contains another and is larger. A word may touch an expression that does not contain it. */
function isAround(outer: Range, inner: Range): boolean {
  const contains = outer.start <= inner.start && outer.end >= inner.end;
  return contains && outer.end - outer.start > inner.end - inner.start;
}

/** The word or number at an offset, or the whole string. */
function wordAt(text: string, statement: Range, offset: number): readonly Range[] {
  const tokens = scan(text, statement.start);
  let tokenIndex = 0;
  while (tokens.kind(tokenIndex) !== 'end' && tokens.end(tokenIndex) < offset) tokenIndex++;
  const ranges = [tokenIndex, tokenIndex + 1]
    .filter((index) => touches(tokens.range(index), offset))
    .map((index) => tokens.range(index));
  return ranges.filter(({ start, end }) => /^[\p{ID_Start}_\d."]/u.test(text.slice(start, end))).slice(0, 1);
}

function toSelectionRange(snapshot: Snapshot, ranges: readonly Range[]): SelectionRange {
  const outermost: SelectionRange = { range: toEditorRange(snapshot, ranges.at(-1)!) };
  return ranges
    .slice(0, -1)
    .reduceRight<SelectionRange>((parent, range) => ({ range: toEditorRange(snapshot, range), parent }), outermost);
}
