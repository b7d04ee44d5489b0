/** `∂L/∂x` at the cursor: also for who can't type a ∂, by `dL/dx` or `grad`. */

import { CompletionItemKind } from 'vscode-languageserver';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Offer } from './candidate.ts';
import type { TokenWalk } from './tokenWalk.ts';
import type { Typed } from './typedText.ts';
import { scopeEnd, valuesBefore } from './values.ts';

/** A derivative of which a part has been typed. */
export interface HalfDerivative {
  /** Where its first ∂ stands. */
  readonly start: number;
  /** What is differentiated, with its signs up to the last ∂, as it is written; absent where that is next. */
  readonly of?: string;
}

/** The derivative that is being typed: `∂`, `∂L/`, `∂L/∂` or `∂(x * y)/∂`. */
export function halfDerivative({ walk, start }: Typed, text: string): HalfDerivative | undefined {
  const { tokens, at, statement } = walk;
  const isByPart = tokens.kind(at - 1) === '∂' && tokens.kind(at - 2) === '/';
  const slash = isByPart ? at - 2 : at - 1;
  const sign = tokens.kind(slash) === '/' ? signBefore(walk, slash) : undefined;
  if (sign !== undefined) {
    const from = tokens.start(sign);
    return { start: from, of: isByPart ? text.slice(from, start) : `${text.slice(from, tokens.end(slash))}∂` };
  }
  return at > statement && tokens.kind(at - 1) === '∂' ? { start: tokens.start(at - 1) } : undefined;
}

/** The ∂ of what is differentiated before a slash; undefined where the slash divides. */
function signBefore(walk: TokenWalk, slash: number): number | undefined {
  const { tokens, statement } = walk;
  const signs: number[] = [];
  for (let at = slash; at > statement && tokens.kind(at) === '/'; ) {
    const sign = firstOfOperand(walk, at - 1) - 1;
    if (sign <= statement || tokens.kind(sign) !== '∂') break;
    signs.push(sign);
    at = sign - 1;
  }
  // Of `∂a/∂b/∂c/` the first two are a derivative by themselves.
  return signs.length % 2 === 1 ? signs[0] : undefined;
}

/** The first token of a name with its members, or of what stands in round brackets. */
function firstOfOperand({ tokens, statement }: TokenWalk, last: number): number {
  let first = last;
  if (tokens.kind(last) === ')') {
    for (let depth = 1; depth > 0 && first > statement; ) {
      first--;
      if (tokens.kind(first) === ')') depth++;
      if (tokens.kind(first) === '(') depth--;
    }
  } else while (first > statement && tokens.kind(first - 1) === '.') first -= 2;
  return first;
}

/** Of each loss, or of what was begun with, by each param; where that is all that can stand there, by other values too. */
export function derivativeOffers(snapshot: Snapshot, typed: Typed, half?: HalfDerivative): Offer[] {
  const end = scopeEnd(typed);
  const values = valuesBefore(snapshot, end).toReversed();
  const losses = values.flatMap(({ name, role }) => (role === 'loss' ? [name] : []));
  const made = snapshot.model.params.filter(({ name, statement }) => name.includes('.') && statement.start < end);
  const params = [...values.filter(({ role }) => role === 'param'), ...made].map(({ name }) => name);
  const others = half ? values.flatMap(({ name, role }) => (role === 'param' ? [] : [name])) : [];
  const begun = half?.of === undefined ? losses.map((of) => `∂${of}/∂`) : [half.of];
  return begun.flatMap((of) =>
    [...params, ...others].flatMap((by, place): Offer[] => {
      const label = of + by;
      if (of === `∂${by}/∂`) return [];
      const filter = half ? label : typedAs(label, typed);
      return [{ label, kind: CompletionItemKind.Operator, rank: 'derivative', place, filter }];
    }),
  );
}

/** What an editor compares the word with, where it was begun without a ∂. */
function typedAs(derivative: string, { prefix }: Typed): string {
  const [of, by] = derivative.split('/').map((part) => part.slice(1));
  return prefix.startsWith('g') ? `grad(${of}, ${by})` : `d${of}/d${by}`;
}
