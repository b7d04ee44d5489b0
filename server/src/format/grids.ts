/**
 * Matrices that are written as such: a list whose rows begin lines of their own. Rows stand below one another, and numbers
 * end in one column.
 */

import { isCloser, isOpener, type TokenKind, type Tokens } from '../language/syntax/scan.ts';
import { isMinus } from './spacing.ts';

export interface Grids {
  /** The brackets whose first row stands right behind them, by their tokens: the other rows stand below that one. */
  readonly hanging: ReadonlySet<number>;
  /** How many blanks stand before a token, so that its number ends where the others of its column do. */
  readonly pads: ReadonlyMap<number, number>;
}

export const noGrids: Grids = { hanging: new Set(), pads: new Map() };

/** A list that has been read up to some place. */
interface List {
  readonly opener: number;
  /** Whether each item is a list too, and each but the first begins a line. */
  isGrid: boolean;
  /** The items of a grid: their numbers, where they are rows of those alone, on one line. */
  readonly rows: (readonly Cell[] | undefined)[];
  /** Whether each item is a number, with or without a sign. */
  isFlat: boolean;
  readonly cells: Cell[];
  isOnOneLine: boolean;
}

interface Cell {
  readonly first: number;
  width: number;
}

/** The grids from a token on up to a place in the text, of which the last ones may be incomplete. */
export function gridsOf(text: string, tokens: Tokens, from: number, end: number): Grids {
  const hanging = new Set<number>();
  const pads = new Map<number, number>();
  const open: List[] = [];
  const finish = ({ opener, isGrid, rows }: List, fewest: number): void => {
    if (!isGrid || rows.length < fewest) return;
    if (!beginsLine(text, tokens, opener + 1)) hanging.add(opener);
    align(rows, pads);
  };
  for (let at = from; tokens.kind(at) !== 'end' && tokens.start(at) < end; at++) {
    const list = open.at(-1);
    const kind = tokens.kind(at);
    if (list && beginsLine(text, tokens, at)) list.isOnOneLine = false;
    if (isOpener(kind)) {
      if (list) takeBracket(list, text, tokens, at);
      open.push(newList(at, kind));
    } else if (isCloser(kind)) {
      if (list === undefined) continue;
      open.pop();
      finish(list, 2);
      const around = open.at(-1);
      if (around?.isGrid) around.rows.push(list.isFlat && list.isOnOneLine ? list.cells : undefined);
    } else if (list && kind !== ',') takeToken(list, tokens, at, kind);
  }
  for (const list of open) finish(list, 1);
  return { hanging, pads };
}

function newList(opener: number, kind: TokenKind): List {
  const isList = kind === '[';
  return { opener, isGrid: isList, rows: [], isFlat: isList, cells: [], isOnOneLine: true };
}

/** A bracket opens right in a list. */
function takeBracket(list: List, text: string, tokens: Tokens, at: number): void {
  list.isFlat = false;
  const isFirst = at === list.opener + 1;
  const isNext = tokens.kind(at - 1) === ',' && beginsLine(text, tokens, at);
  if (tokens.kind(at) !== '[' || !(isFirst || isNext)) list.isGrid = false;
}

/** A token stands right in a list. */
function takeToken(list: List, tokens: Tokens, at: number, kind: TokenKind): void {
  list.isGrid = false;
  list.isFlat &&= kind === 'number' || isMinus(kind);
  if (!list.isFlat) return;
  const width = tokens.end(at) - tokens.start(at);
  if (at === list.opener + 1 || tokens.kind(at - 1) === ',') list.cells.push({ first: at, width });
  else if (isMinus(tokens.kind(at - 1))) list.cells.at(-1)!.width += width;
  else list.isFlat = false;
}

/** Pads the numbers of rows that have as many of them. */
function align(rows: List['rows'], pads: Map<number, number>): void {
  const count = rows[0]?.length;
  if (count === undefined || rows.some((cells) => cells?.length !== count)) return;
  for (let column = 0; column < count; column++) {
    let widest = 0;
    for (const cells of rows) widest = Math.max(widest, cells![column].width);
    for (const cells of rows) pads.set(cells![column].first, widest - cells![column].width);
  }
}

const lineBreak = /[\r\n]/;

function beginsLine(text: string, tokens: Tokens, at: number): boolean {
  const [from, to] = [at === 0 ? 0 : tokens.end(at - 1), tokens.start(at)];
  return from < to && lineBreak.test(text.slice(from, to));
}
