/** Folding: bodies of functions and other brackets over several lines, runs of comments and of imports, and regions. */

import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { Range } from '../../language/base/lines.ts';
import { isOpener, scan, type TokenKind } from '../../language/syntax/scan.ts';
import { closers } from '../../language/syntax/unexpected.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';

export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  register(connection, server) {
    connection.onFoldingRanges(async ({ textDocument: { uri } }) => {
      const file = await server.settled(uri);
      return file ? foldingsIn(file.snapshot) : null;
    });
  },
};

type Folded = Pick<Snapshot, 'text' | 'lines' | 'tree'>;

export function foldingsIn(snapshot: Folded): FoldingRange[] {
  const ranges = [...brackets(snapshot), ...comments(snapshot), ...imports(snapshot), ...regions(snapshot)];
  return ranges.sort((a, b) => a.startLine - b.startLine);
}

/** The line of the closing bracket stays in sight. Of brackets that open in one line the outermost is folded. */
function brackets({ text, lines, tree }: Folded): FoldingRange[] {
  const lineOf = (offset: number): number => lines.positionAt(offset).line;
  const ends = new Map<number, number>();
  for (const statement of tree.statements) {
    if (lineOf(statement.start) === lineOf(statement.end)) continue;
    for (const [opener, closer] of pairsIn(text, statement)) {
      const end = lineOf(closer) - 1;
      if (end > lineOf(opener)) ends.set(lineOf(opener), end);
    }
  }
  return [...ends].map(([startLine, endLine]) => ({ startLine, endLine }));
}

/** Where brackets open and close that belong together, the inner ones first. */
function* pairsIn(text: string, statement: Range): Generator<readonly [opener: number, closer: number]> {
  const tokens = scan(text, statement.start);
  const open: { readonly kind: TokenKind; readonly at: number }[] = [];
  for (let place = 0; tokens.kind(place) !== 'end' && tokens.start(place) < statement.end; place++) {
    const kind = tokens.kind(place);
    // What is open where a statement of a body ends is closed nowhere.
    if (kind === 'newline') while (open.length > 0 && open.at(-1)!.kind !== '{') open.pop();
    if (isOpener(kind)) open.push({ kind, at: tokens.start(place) });
    else if (open.length > 0 && closers[open.at(-1)!.kind] === kind) yield [open.pop()!.at, tokens.start(place)];
  }
}

/** As in the configuration of the language, which VS Code reads where nobody tells it what folds. */
const regionMark = /^\s*#\s*(end)?region\b/;

/** From `# region` to its `# endregion`. */
function regions({ lines }: Folded): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const open: number[] = [];
  for (let line = 0; line < lines.count; line++) {
    const mark = regionMark.exec(lines.line(line));
    if (mark === null) continue;
    if (mark[1] === undefined) open.push(line);
    else if (open.length > 0) ranges.push({ startLine: open.pop()!, endLine: line, kind: FoldingRangeKind.Region });
  }
  return ranges;
}

function comments({ lines }: Folded): FoldingRange[] {
  const isComment = (line: number): boolean => {
    const text = line < lines.count ? lines.line(line) : '';
    return /^\s*#/.test(text) && !regionMark.test(text);
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

function imports({ tree, lines }: Folded): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const { statements } = tree;
  for (let first = 0; first < statements.length; first++) {
    let last = first;
    while (statements[first].kind === 'import' && statements[last + 1]?.kind === 'import') last++;
    const [startLine, endLine] = [first, last].map((place) => lines.positionAt(statements[place].start).line);
    if (last > first) ranges.push({ startLine, endLine, kind: FoldingRangeKind.Imports });
    first = last;
  }
  return ranges;
}
