/** The call that the cursor stands in, read from its tokens: what is called, what is given, and which argument is being typed. */

import { isCloser, isOpener } from '../../language/syntax/scan.ts';
import type { NameToken, TokenWalk } from './tokenWalk.ts';

/** How something is called: a function in a formula, an optimizer behind `train`, an initialiser behind `~`. */
export type CalleeKind = 'function' | 'optimizer' | 'initializer';

export interface CallSite {
  readonly callee: NameToken;
  readonly calleeKind: CalleeKind;
  /** What is given, also behind the cursor; an empty argument has no text. */
  readonly args: readonly CallArgument[];
  /** The argument at the cursor. */
  readonly activeIndex: number;
  /** Whether the cursor stands in no further bracket. */
  readonly isInnermost: boolean;
}

export interface CallArgument {
  /** The keyword of `axis = 0`. */
  readonly keyword?: string;
  readonly isEmpty: boolean;
  /** Where it begins and ends among the tokens. */
  readonly firstToken: number;
  readonly lastToken: number;
}

/** The innermost call whose brackets are open where the walk stands. */
export function enclosingCall(walk: TokenWalk): CallSite | undefined {
  const { tokens, openBrackets } = walk;
  for (let depth = openBrackets.length - 1; depth >= 0; depth--) {
    const opener = openBrackets[depth];
    if (tokens.kind(opener) === '{') return undefined;
    if (tokens.kind(opener) !== '(' || opener === 0 || tokens.kind(opener - 1) !== 'name') continue;
    if (walk.head === 'fn' && opener === walk.statementStart + 2) return undefined;
    const args = parseArguments(walk, opener + 1);
    const activeIndex = args.findIndex(({ lastToken }) => walk.index <= lastToken);
    // A line that ends between braces ends the call, though it goes on behind them.
    if (activeIndex < 0) return undefined;
    return {
      callee: { name: tokens.text(opener - 1), ...tokens.range(opener - 1) },
      calleeKind: calleeKindOf(walk, opener - 1),
      args,
      activeIndex,
      isInnermost: depth === openBrackets.length - 1,
    };
  }
  return undefined;
}

function calleeKindOf({ tokens, head, statementStart: statement }: TokenWalk, callee: number): CalleeKind {
  if (head === 'train' && callee === statement + 1) return 'optimizer';
  return head === 'param' && tokens.kind(callee - 1) === '~' ? 'initializer' : 'function';
}

/** Up to the bracket that closes the call, or to the end of the line where none does. */
function parseArguments({ tokens }: TokenWalk, start: number): CallArgument[] {
  const args: CallArgument[] = [];
  let firstToken = start;
  let depth = 0;
  for (let token = start; ; token++) {
    const kind = tokens.kind(token);
    const isEnd = kind === 'newline' || kind === 'end' || (depth === 0 && (kind === ')' || kind === ']'));
    if (isEnd || (depth === 0 && kind === ',')) {
      const hasKeyword = tokens.kind(firstToken) === 'name' && tokens.kind(firstToken + 1) === '=';
      args.push({
        ...(hasKeyword && { keyword: tokens.text(firstToken) }),
        isEmpty: token === firstToken,
        firstToken,
        lastToken: token,
      });
      if (isEnd) return args;
      firstToken = token + 1;
    } else if (isOpener(kind)) depth++;
    else if (isCloser(kind)) depth--;
  }
}
