/** The call around the cursor, found by tokens: its callee, its arguments and the active one. */

import { isCloser, isOpener } from '../../language/syntax/scanner.ts';
import type { NameToken, TokenWalk } from '../support/tokenWalk.ts';

/** A function in an expression, an optimizer after `train`, or an initializer or a distribution after `~`. */
export type CalleeKind = 'function' | 'optimizer' | 'initializer' | 'distribution';

export interface CallSite {
  readonly callee: NameToken;
  readonly calleeKind: CalleeKind;
  /** Includes those after the cursor. An empty argument has no text. */
  readonly args: readonly CallArgument[];
  /** Index of the argument at the cursor. */
  readonly activeIndex: number;
  /** True if the cursor is in no bracket inside the call. */
  readonly isInnermost: boolean;
}

export interface CallArgument {
  /** The keyword of `axis = 0`. */
  readonly keyword?: string;
  readonly isEmpty: boolean;
  /** Range among the tokens. */
  readonly firstToken: number;
  readonly lastToken: number;
}

/** The innermost call whose parentheses are open at the next token of the walk. */
export function enclosingCall(walk: TokenWalk): CallSite | undefined {
  const { tokens, openBrackets } = walk;
  for (let depth = openBrackets.length - 1; depth >= 0; depth--) {
    const opener = openBrackets[depth];
    if (tokens.kind(opener) === '{') return undefined;
    if (tokens.kind(opener) !== '(' || opener === 0 || tokens.kind(opener - 1) !== 'name') continue;
    if (walk.head === 'fn' && opener === walk.statementStart + 2) return undefined;
    const args = parseArguments(walk, opener + 1);
    const activeIndex = args.findIndex(({ lastToken }) => walk.index <= lastToken);
    // Inside braces the end of a line also ends an unclosed call.
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
  if (tokens.kind(callee - 1) !== '~') return 'function';
  return head === 'param' ? 'initializer' : 'distribution';
}

/** Parses up to the parenthesis that closes the call, or to the end of the line if it is unclosed. */
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
