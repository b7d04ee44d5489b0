/** What can be called at the cursor: functions of the file, those that it imports, the library, and the operators. */

import { CompletionItemKind } from 'vscode-languageserver';
import { callableNames } from '../../engine/operators/table.ts';
import { initialisers } from '../../engine/training/initializers.ts';
import { optimizers } from '../../engine/training/optimizers.ts';
import { shortened } from '../../language/base/truncate.ts';
import { csvCall } from '../../language/names/resolve.ts';
import { gradientCall } from '../../language/syntax/parseExpression.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { callablesOf } from './callables.ts';
import type { CalledAs } from './callSite.ts';
import type { Offer, Rank } from './candidate.ts';

/** Right behind a name there is no room for more. */
const longestSignature = 80;

/** @param end functions of the file are defined before it. */
export function functionOffers(snapshot: Snapshot, end: number): Offer[] {
  const { functions, scope } = snapshot.names;
  const ranked = new Map<string, Rank>();
  for (const [name, statement] of functions)
    if (statement.kind === 'fn' && statement.end <= end) ranked.set(name, 'function');
  for (const name of scope.functions.keys()) if (!ranked.has(name)) ranked.set(name, 'function');
  for (const name of [...callableNames(), gradientCall]) if (!ranked.has(name)) ranked.set(name, 'operator');
  return [...ranked].map(([name, rank]) => calleeOffer('function', name, rank, snapshot, end));
}

export function csvOffer(snapshot: Snapshot): Offer {
  const { signature, ...offer } = calleeOffer('function', csvCall, 'first', snapshot, 0);
  return { ...offer, snippet: `${csvCall}("$0")`, opens: 'completion' };
}

export function optimizerOffers(snapshot: Snapshot): Offer[] {
  return optimizers.map(({ name }, place) => ({ ...calleeOffer('optimizer', name, 'first', snapshot, 0), place }));
}

export function initialiserOffers(snapshot: Snapshot): Offer[] {
  return initialisers.map(({ name }, place) => ({ ...calleeOffer('initialiser', name, 'first', snapshot, 0), place }));
}

function calleeOffer(as: CalledAs, name: string, rank: Rank, { module }: Snapshot, end: number): Offer {
  const [{ parameters }] = callablesOf(as, name, module, end);
  const taken = parameters.map(({ isPlaced, label, name }) => (isPlaced ? label : name));
  const isEmpty = parameters.length === 0;
  return {
    label: name,
    kind: CompletionItemKind.Function,
    rank,
    signature: shortened(`(${taken.join(', ')})`, longestSignature),
    text: name,
    snippet: isEmpty ? `${name}()` : `${name}($0)`,
    ...(!isEmpty && { opens: 'signatureHelp' }),
    subject: { kind: 'called', as, name },
  };
}
