/** Folding of brackets over several lines, such as function bodies, runs of comments and of imports, and regions. */

import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { closers } from '../../language/syntax/errors/explainUnexpected.ts';
import { isOpener, scan, type TokenKind } from '../../language/syntax/scanner.ts';
import type { Range } from '../../language/text/lines.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';

export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  register(connection, { documents }) {
    connection.onFoldingRanges(async ({ textDocument: { uri } }) => {
      const file = await documents.whenPublished(uri);
      return file ? foldingRangesIn(file.snapshot) : null;
    });
  },
};

type FoldingSource = Pick<Snapshot, 'text' | 'lines' | 'tree'>;

export function foldingRangesIn(snapshot: FoldingSource): FoldingRange[] {
  const ranges = [
    ...bracketRanges(snapshot),
    ...blockRanges(snapshot),
    ...commentRanges(snapshot),
    ...importRanges(snapshot),
    ...regionRanges(snapshot),
  ];
  return ranges.sort((a, b) => a.startLine - b.startLine);
}

/** The line of the closing bracket stays visible. If several brackets open in a line, the outermost one folds. */
function bracketRanges({ text, lines, tree }: FoldingSource): FoldingRange[] {
  const lineOf = (offset: number): number => lines.positionAt(offset).line;
  const endLines = new Map<number, number>();
  for (const statement of tree.statements) {
    if (lineOf(statement.start) === lineOf(statement.end)) continue;
    for (const [opener, closer] of bracketPairsIn(text, statement)) {
      const end = lineOf(closer) - 1;
      if (end > lineOf(opener)) endLines.set(lineOf(opener), end);
    }
  }
  return [...endLines].map(([startLine, endLine]) => ({ startLine, endLine }));
}

/** The statements of `for` blocks; as with other brackets, the line of the closing brace stays visible. */
function blockRanges({ lines, tree: { statements } }: FoldingSource): FoldingRange[] {
  return statements.flatMap((head, index) => {
    const last = head.kind === 'for' ? statements[index + head.blockLength] : undefined;
    if (last?.kind !== 'blockEnd') return [];
    const [startLine, endLine] = [lines.positionAt(head.start).line, lines.positionAt(last.start).line - 1];
    return endLine > startLine ? [{ startLine, endLine }] : [];
  });
}

/** Offsets of matching brackets, the inner pairs first. */
function* bracketPairsIn(text: string, statement: Range): Generator<readonly [opener: number, closer: number]> {
  const tokens = scan(text, statement.start);
  const open: { readonly kind: TokenKind; readonly offset: number }[] = [];
  for (let index = 0; tokens.kind(index) !== 'end' && tokens.start(index) < statement.end; index++) {
    const kind = tokens.kind(index);
    // Brackets that are open at the end of a statement of a body have no closing bracket.
    if (kind === 'newline') while (open.length > 0 && open.at(-1)!.kind !== '{') open.pop();
    if (isOpener(kind)) open.push({ kind, offset: tokens.start(index) });
    else if (open.length > 0 && closers[open.at(-1)!.kind] === kind) yield [open.pop()!.offset, tokens.start(index)];
  }
}

/** The markers of the language configuration, which VS Code uses without a folding provider. */
const regionMarker = /^\s*#\s*(end)?region\b/;

/** Regions from `# region` to the matching `# endregion`. */
function regionRanges({ lines }: FoldingSource): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const open: number[] = [];
  for (let line = 0; line < lines.count; line++) {
    const marker = regionMarker.exec(lines.line(line));
    if (marker === null) continue;
    if (marker[1] === undefined) open.push(line);
    else if (open.length > 0) ranges.push({ startLine: open.pop()!, endLine: line, kind: FoldingRangeKind.Region });
  }
  return ranges;
}

function commentRanges({ lines }: FoldingSource): FoldingRange[] {
  const isComment = (line: number): boolean => {
    const text = line < lines.count ? lines.line(line) : '';
    return /^\s*#/.test(text) && !regionMarker.test(text);
  };
  const ranges: FoldingRange[] = [];
  for (let startLine = 0; startLine < lines.count; startLine++) {
    let endLine = startLine;
    while (isComment(startLine) && isComment(endLine + 1)) endLine++;
    if (endLine > startLine) ranges.push({ startLine, endLine, kind: FoldingRangeKind.Comment });
    startLine = endLine;
  }
  return ranges;
}

function importRanges({ tree, lines }: FoldingSource): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const { statements } = tree;
  for (let first = 0; first < statements.length; first++) {
    let last = first;
    while (statements[first].kind === 'import' && statements[last + 1]?.kind === 'import') last++;
    const [startLine, endLine] = [first, last].map((index) => lines.positionAt(statements[index].start).line);
    if (last > first) ranges.push({ startLine, endLine, kind: FoldingRangeKind.Imports });
    first = last;
  }
  return ranges;
}
