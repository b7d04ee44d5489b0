/**
 * Matrices that are written as such: a list whose rows begin lines of their own. Rows stand below one another, and numbers
 * end in one column.
 */

import type { TokenKind, Tokens } from '../language/scan.ts';

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
  /** Its items, as long as each is a list too, and each but the first begins a line. */
  readonly rows: Row[];
  isGrid: boolean;
  /** Where its items begin and end, as long as each is a number with or without a sign. */
  readonly cells: Cell[];
  isFlat: boolean;
  isOnOneLine: boolean;
}

interface Row {
  readonly opener: number;
  /** Absent where it is no row of numbers on one line. */
  readonly cells: readonly Cell[] | undefined;
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
  const finish = (list: List, fewest: number): void => {
    if (!list.isGrid || list.rows.length < fewest) return;
    if (list.rows[0].opener === list.opener + 1 && !beginsLine(text, tokens, list.opener + 1)) hanging.add(list.opener);
    align(list.rows, pads);
  };
  for (let at = from; tokens.kind(at) !== 'end' && tokens.start(at) < end; at++) {
    const list = open.at(-1);
    const kind = tokens.kind(at);
    if (list && at > list.opener && beginsLine(text, tokens, at)) list.isOnOneLine = false;
    switch (kind) {
      case '(':
      case '[':
      case '{':
        if (list) takeBracket(list, text, tokens, at);
        open.push(newList(at, kind));
        break;
      case ')':
      case ']':
      case '}': {
        if (list === undefined) break;
        open.pop();
        finish(list, 2);
        const cells = list.isFlat && list.isOnOneLine ? list.cells : undefined;
        if (open.at(-1)?.isGrid) open.at(-1)!.rows.push({ opener: list.opener, cells });
        break;
      }
      case ',':
        break;
      default:
        if (list) takeToken(list, tokens, at, kind);
    }
  }
  for (const list of open) finish(list, 1);
  return { hanging, pads };
}

function newList(opener: number, kind: TokenKind): List {
  const isList = kind === '[';
  return { opener, rows: [], isGrid: isList, cells: [], isFlat: isList, isOnOneLine: true };
}

/** A bracket opens right in a list. */
function takeBracket(list: List, text: string, tokens: Tokens, at: number): void {
  list.isFlat = false;
  const isItem = tokens.kind(at) === '[' && (at === list.opener + 1 || tokens.kind(at - 1) === ',');
  if (!isItem || (list.rows.length > 0 && !beginsLine(text, tokens, at))) list.isGrid = false;
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

const isMinus = (kind: TokenKind): boolean => kind === '-' || kind === '−';

/** Pads the numbers of rows that have as many of them. */
function align(rows: readonly Row[], pads: Map<number, number>): void {
  const count = rows[0].cells?.length;
  if (count === undefined || rows.some(({ cells }) => cells?.length !== count)) return;
  for (let column = 0; column < count; column++) {
    let widest = 0;
    for (const { cells } of rows) widest = Math.max(widest, cells![column].width);
    for (const { cells } of rows) pads.set(cells![column].first, widest - cells![column].width);
  }
}

const lineBreak = /[\r\n]/;

function beginsLine(text: string, tokens: Tokens, at: number): boolean {
  const [from, to] = [at === 0 ? 0 : tokens.end(at - 1), tokens.start(at)];
  return from < to && lineBreak.test(text.slice(from, to));
}
