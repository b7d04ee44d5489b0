/** Folding: bodies of functions and other brackets over several lines, runs of comments and of imports, and regions. */

import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { scan, type TokenKind } from '../language/scan.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Feature } from './feature.ts';

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

const openers: Partial<Record<TokenKind, TokenKind>> = { ')': '(', ']': '[', '}': '{' };

/** The line of the closing bracket stays in sight. Of brackets that open in one line the outermost is folded. */
function brackets({ text, lines }: Folded): FoldingRange[] {
  const tokens = scan(text);
  const ends = new Map<number, number>();
  const open: { readonly kind: TokenKind; readonly line: number }[] = [];
  for (let at = 0; tokens.kind(at) !== 'end'; at++) {
    const kind = tokens.kind(at);
    // What is open where a statement ends is closed nowhere.
    if (kind === 'newline') while (open.length > 0 && open.at(-1)!.kind !== '{') open.pop();
    if (kind === '(' || kind === '[' || kind === '{')
      open.push({ kind, line: lines.positionAt(tokens.start(at)).line });
    if (openers[kind] === undefined || open.at(-1)?.kind !== openers[kind]) continue;
    const { line } = open.pop()!;
    const end = lines.positionAt(tokens.start(at)).line - 1;
    if (end > line) ends.set(line, end);
  }
  return [...ends].map(([startLine, endLine]) => ({ startLine, endLine }));
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
