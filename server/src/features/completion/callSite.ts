/** The call that the cursor stands in, read from its tokens: what is called, what is given, and which argument is being typed. */

import { isCloser, isOpener } from '../../language/syntax/scan.ts';
import type { Identifier } from '../../language/syntax/tree.ts';
import type { TokenWalk } from './tokenWalk.ts';

/** How something is called: a function in a formula, an optimizer behind `train`, an initialiser behind `~`. */
export type CalledAs = 'function' | 'optimizer' | 'initialiser';

export interface CallSite {
  readonly callee: Identifier;
  readonly as: CalledAs;
  /** What is given, also behind the cursor; an empty argument has no text. */
  readonly given: readonly GivenArgument[];
  /** The argument at the cursor. */
  readonly active: number;
  /** Whether the cursor stands in no further bracket. */
  readonly isInnermost: boolean;
}

export interface GivenArgument {
  /** The keyword of `axis = 0`. */
  readonly keyword?: string;
  readonly isEmpty: boolean;
  /** Where it begins and ends among the tokens. */
  readonly first: number;
  readonly last: number;
}

/** The innermost call whose brackets are open where the walk stands. */
export function callAround(walk: TokenWalk): CallSite | undefined {
  const { tokens, open } = walk;
  for (let place = open.length - 1; place >= 0; place--) {
    const opener = open[place];
    if (tokens.kind(opener) === '{') return undefined;
    if (tokens.kind(opener) !== '(' || opener === 0 || tokens.kind(opener - 1) !== 'name') continue;
    if (walk.head === 'fn' && opener === walk.statement + 2) return undefined;
    const given = argumentsFrom(walk, opener + 1);
    const active = given.findIndex(({ last }) => walk.at <= last);
    // A line that ends between braces ends the call, though it goes on behind them.
    if (active < 0) return undefined;
    return {
      callee: { name: tokens.text(opener - 1), ...tokens.range(opener - 1) },
      as: calledAs(walk, opener - 1),
      given,
      active,
      isInnermost: place === open.length - 1,
    };
  }
  return undefined;
}

function calledAs({ tokens, head, statement }: TokenWalk, callee: number): CalledAs {
  if (head === 'train' && callee === statement + 1) return 'optimizer';
  return head === 'param' && tokens.kind(callee - 1) === '~' ? 'initialiser' : 'function';
}

/** Up to the bracket that closes the call, or to the end of the line where none does. */
function argumentsFrom({ tokens }: TokenWalk, start: number): GivenArgument[] {
  const given: GivenArgument[] = [];
  let first = start;
  let depth = 0;
  for (let at = start; ; at++) {
    const kind = tokens.kind(at);
    const isOver = kind === 'newline' || kind === 'end' || (depth === 0 && (kind === ')' || kind === ']'));
    if (isOver || (depth === 0 && kind === ',')) {
      const isNamed = tokens.kind(first) === 'name' && tokens.kind(first + 1) === '=';
      given.push({ ...(isNamed && { keyword: tokens.text(first) }), isEmpty: at === first, first, last: at });
      if (isOver) return given;
      first = at + 1;
    } else if (isOpener(kind)) depth++;
    else if (isCloser(kind)) depth--;
  }
}
