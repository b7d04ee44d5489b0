/** Completion of callees: functions of the file, imported ones, the library and operators. */

import { CompletionItemKind } from 'vscode-languageserver';
import { fileFunctions } from '../../data/formats/table.ts';
import { distributions } from '../../engine/operators/draws/distributions.ts';
import { callableNames } from '../../engine/operators/table.ts';
import { initializers } from '../../engine/training/initializers.ts';
import { optimizers } from '../../engine/training/optimizers.ts';
import { gradientFunctionName } from '../../language/syntax/parser/parsePrimary.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { callablesOf } from './callables.ts';
import type { Candidate, Rank } from './candidate.ts';
import type { CalleeKind } from './enclosingCall.ts';

/** Completion lists have no room for longer signatures after a label. */
const maxSignatureLength = 80;

/** @param end offset before which functions of the file must be defined. */
export function functionCandidates(snapshot: Snapshot, end: number): Candidate[] {
  const { functions, scope } = snapshot.names;
  const rankByName = new Map<string, Rank>();
  for (const [name, statement] of functions)
    if (statement.kind === 'fn' && statement.end <= end) rankByName.set(name, 'function');
  for (const name of scope.functions.keys()) if (!rankByName.has(name)) rankByName.set(name, 'function');
  for (const name of [...callableNames(), gradientFunctionName])
    if (!rankByName.has(name)) rankByName.set(name, 'operator');
  return [...rankByName].map(([name, rank]) => calleeCandidate('function', name, rank, snapshot, end));
}

/** The functions that read a file in a statement of a kind. */
export function fileFunctionCandidates(snapshot: Snapshot, statement: string): Candidate[] {
  const rows = fileFunctions.filter(({ statements }) => statements.some((kind) => kind === statement));
  // Data usually comes from a file, other values rarely do.
  const rank = statement === 'data' ? 'first' : 'operator';
  return rows.map(({ name }, order) => {
    const { signature, ...candidate } = calleeCandidate('function', name, rank, snapshot, 0);
    return { ...candidate, order, snippet: `${name}("$0")`, triggers: 'completion' };
  });
}

export function optimizerCandidates(snapshot: Snapshot): Candidate[] {
  return optimizers.map(({ name }, order) => ({ ...calleeCandidate('optimizer', name, 'first', snapshot, 0), order }));
}

export function initializerCandidates(snapshot: Snapshot): Candidate[] {
  return initializers.map(({ name }, order) => ({
    ...calleeCandidate('initializer', name, 'first', snapshot, 0),
    order,
  }));
}

export function distributionCandidates(snapshot: Snapshot): Candidate[] {
  return distributions.map(({ name }, order) => ({
    ...calleeCandidate('distribution', name, 'first', snapshot, 0),
    order,
  }));
}

function calleeCandidate(
  calleeKind: CalleeKind,
  name: string,
  rank: Rank,
  { module }: Snapshot,
  end: number,
): Candidate {
  const [{ parameters }] = callablesOf(calleeKind, name, module, end);
  const parameterTexts = parameters.map(({ isPositional, label, name }) => (isPositional ? label : name));
  const isEmpty = parameters.length === 0;
  return {
    label: name,
    kind: CompletionItemKind.Function,
    rank,
    signature: truncate(`(${parameterTexts.join(', ')})`, maxSignatureLength),
    text: name,
    snippet: isEmpty ? `${name}()` : `${name}($0)`,
    ...(!isEmpty && { triggers: 'signatureHelp' }),
    subject: { kind: 'called', calleeKind, name },
  };
}
