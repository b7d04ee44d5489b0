/**
 * Layout of matrices written as a grid, that is, a list whose rows begin lines. Rows are left-aligned, and numbers are
 * right-aligned in columns.
 */

import { isCloser, isOpener, type TokenKind, type Tokens } from '../language/syntax/scanner.ts';
import { isMinus } from './spacing.ts';

export interface GridLayout {
  /** Tokens of the brackets directly followed by their first row, with which the other rows are aligned. */
  readonly hanging: ReadonlySet<number>;
  /** Additional spaces before each token, which right-align the numbers of a column. */
  readonly padding: ReadonlyMap<number, number>;
}

export const emptyGridLayout: GridLayout = { hanging: new Set(), padding: new Map() };

/** A list that has been parsed in part. */
interface List {
  readonly opener: number;
  /** True if each item is a list, and each but the first begins a line. */
  isGrid: boolean;
  /** The rows of a grid: their numbers, or undefined for a row with other items or on several lines. */
  readonly rows: (readonly Cell[] | undefined)[];
  /** True if each item is a number, with or without a sign. */
  isFlat: boolean;
  readonly cells: Cell[];
  isOnOneLine: boolean;
}

interface Cell {
  readonly first: number;
  width: number;
}

/** The grids from token `from` to offset `end`; the last ones may be incomplete. */
export function gridLayoutOf(text: string, tokens: Tokens, from: number, end: number): GridLayout {
  const hanging = new Set<number>();
  const padding = new Map<number, number>();
  const openLists: List[] = [];
  const finish = ({ opener, isGrid, rows }: List, minRows: number): void => {
    if (!isGrid || rows.length < minRows) return;
    if (!startsLine(text, tokens, opener + 1)) hanging.add(opener);
    alignColumns(rows, padding);
  };
  for (let token = from; tokens.kind(token) !== 'end' && tokens.start(token) < end; token++) {
    const list = openLists.at(-1);
    const kind = tokens.kind(token);
    if (list && startsLine(text, tokens, token)) list.isOnOneLine = false;
    if (isOpener(kind)) {
      if (list) addBracket(list, text, tokens, token);
      openLists.push(newList(token, kind));
    } else if (isCloser(kind)) {
      if (list === undefined) continue;
      openLists.pop();
      finish(list, 2);
      const outerList = openLists.at(-1);
      if (outerList?.isGrid) outerList.rows.push(list.isFlat && list.isOnOneLine ? list.cells : undefined);
    } else if (list && kind !== ',') addToken(list, tokens, token, kind);
  }
  for (const list of openLists) finish(list, 1);
  return { hanging, padding };
}

function newList(opener: number, kind: TokenKind): List {
  const isList = kind === '[';
  return { opener, isGrid: isList, rows: [], isFlat: isList, cells: [], isOnOneLine: true };
}

/** Records a bracket that opens directly inside a list. */
function addBracket(list: List, text: string, tokens: Tokens, token: number): void {
  list.isFlat = false;
  const isFirst = token === list.opener + 1;
  const isNextRow = tokens.kind(token - 1) === ',' && startsLine(text, tokens, token);
  if (tokens.kind(token) !== '[' || !(isFirst || isNextRow)) list.isGrid = false;
}

/** Records a token directly inside a list. */
function addToken(list: List, tokens: Tokens, token: number, kind: TokenKind): void {
  list.isGrid = false;
  list.isFlat &&= kind === 'number' || isMinus(kind);
  if (!list.isFlat) return;
  const width = tokens.end(token) - tokens.start(token);
  if (token === list.opener + 1 || tokens.kind(token - 1) === ',') list.cells.push({ first: token, width });
  else if (isMinus(tokens.kind(token - 1))) list.cells.at(-1)!.width += width;
  else list.isFlat = false;
}

/** Pads the numbers if all rows have the same number of them. */
function alignColumns(rows: List['rows'], padding: Map<number, number>): void {
  const count = rows[0]?.length;
  if (count === undefined || rows.some((cells) => cells?.length !== count)) return;
  for (let column = 0; column < count; column++) {
    let maxWidth = 0;
    for (const cells of rows) maxWidth = Math.max(maxWidth, cells![column].width);
    for (const cells of rows) padding.set(cells![column].first, maxWidth - cells![column].width);
  }
}

const lineBreak = /[\r\n]/;

function startsLine(text: string, tokens: Tokens, token: number): boolean {
  const [from, to] = [token === 0 ? 0 : tokens.end(token - 1), tokens.start(token)];
  return from < to && lineBreak.test(text.slice(from, to));
}
