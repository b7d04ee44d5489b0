/** Completion of derivatives, `∂L/∂x`, also typed as `dL/dx` or `grad` on keyboards without ∂. */

import { CompletionItemKind } from 'vscode-languageserver';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { TokenWalk } from '../support/tokenWalk.ts';
import type { Candidate } from './candidate.ts';
import type { TypedText } from './typedText.ts';
import { paramsBefore, scopeEnd } from './valueCandidates.ts';

/** A partially typed derivative. */
export interface UnfinishedDerivative {
  /** Offset of its first ∂. */
  readonly start: number;
  /** The text `∂L/∂` as written, through the ∂ of the denominator; absent if the numerator comes next. */
  readonly numerator?: string;
}

/** The derivative that is being typed: `∂`, `∂L/`, `∂L/∂` or `∂(x * y)/∂`. */
export function unfinishedDerivativeAt({ walk, start }: TypedText, text: string): UnfinishedDerivative | undefined {
  const { tokens, index, statementStart } = walk;
  const isDenominatorNext = tokens.kind(index - 1) === '∂' && tokens.kind(index - 2) === '/';
  const slash = isDenominatorNext ? index - 2 : index - 1;
  const sign = tokens.kind(slash) === '/' ? partialSignBefore(walk, slash) : undefined;
  if (sign !== undefined) {
    const offset = tokens.start(sign);
    return {
      start: offset,
      numerator: isDenominatorNext ? text.slice(offset, start) : `${text.slice(offset, tokens.end(slash))}∂`,
    };
  }
  return index > statementStart && tokens.kind(index - 1) === '∂' ? { start: tokens.start(index - 1) } : undefined;
}

/** The ∂ of the numerator before a slash; undefined if the slash is a division. */
function partialSignBefore(walk: TokenWalk, slash: number): number | undefined {
  const { tokens, statementStart } = walk;
  const signs: number[] = [];
  for (let index = slash; index > statementStart && tokens.kind(index) === '/'; ) {
    const sign = firstTokenOfOperand(walk, index - 1) - 1;
    if (sign <= statementStart || tokens.kind(sign) !== '∂') break;
    signs.push(sign);
    index = sign - 1;
  }
  // In `∂a/∂b/∂c/` the first two are a complete derivative.
  return signs.length % 2 === 1 ? signs[0] : undefined;
}

/** The first token of a name with its members, or of a parenthesized expression. */
function firstTokenOfOperand({ tokens, statementStart }: TokenWalk, last: number): number {
  let first = last;
  if (tokens.kind(last) === ')') {
    for (let depth = 1; depth > 0 && first > statementStart; ) {
      first--;
      if (tokens.kind(first) === ')') depth++;
      if (tokens.kind(first) === '(') depth--;
    }
  } else while (first > statementStart && tokens.kind(first - 1) === '.') first -= 2;
  return first;
}

/** Derivatives of each loss or the typed numerator by each param; by other values if only a derivative can follow. */
export function derivativeCandidates(
  snapshot: Snapshot,
  typed: TypedText,
  unfinished?: UnfinishedDerivative,
): Candidate[] {
  const end = scopeEnd(typed);
  const values = paramsBefore(snapshot, end).toReversed();
  const losses = values.flatMap(({ name, role }) => (role === 'loss' ? [name] : []));
  const callParams = snapshot.model.params.filter(({ name, statement }) => name.includes('.') && statement.start < end);
  const params = [...values.filter(({ role }) => role === 'param'), ...callParams].map(({ name }) => name);
  const otherNames = unfinished ? values.flatMap(({ name, role }) => (role === 'param' ? [] : [name])) : [];
  const prefixes =
    unfinished?.numerator === undefined ? losses.map((numerator) => `∂${numerator}/∂`) : [unfinished.numerator];
  return prefixes.flatMap((numerator) =>
    [...params, ...otherNames].flatMap((denominator, order): Candidate[] => {
      const label = numerator + denominator;
      if (numerator === `∂${denominator}/∂`) return [];
      const filter = unfinished ? label : filterTextFor(label, typed);
      return [{ label, kind: CompletionItemKind.Operator, rank: 'derivative', order, filter }];
    }),
  );
}

/** Filter text of a derivative that was typed without ∂. */
function filterTextFor(derivative: string, { prefix }: TypedText): string {
  const [numerator, denominator] = derivative.split('/').map((part) => part.slice(1));
  return prefix.startsWith('g') ? `grad(${numerator}, ${denominator})` : `d${numerator}/d${denominator}`;
}
