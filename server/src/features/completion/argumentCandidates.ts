/** Completion of arguments other than values: keywords, and the strings that a parameter accepts. */

import { CompletionItemKind } from 'vscode-languageserver';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { type CallableParameter, callablesOf } from './callables.ts';
import type { Candidate } from './candidate.ts';
import type { CallSite } from './enclosingCall.ts';

/** Keywords that are not given yet. They rank first if no positional parameter is left. */
export function keywordCandidates({ module }: Snapshot, site: CallSite): Candidate[] {
  const { callee, calleeKind, args, activeIndex } = site;
  const precedingArgs = args.slice(0, activeIndex);
  const positionalCount = precedingArgs.filter(({ keyword }) => keyword === undefined).length;
  const usedKeywords = new Set(args.flatMap(({ keyword }, argIndex) => (argIndex === activeIndex ? [] : [keyword])));
  const candidates = new Map<string, Candidate>();
  for (const { parameters } of callablesOf(calleeKind, callee.name, module, callee.start)) {
    const rank =
      positionalCount === precedingArgs.length && parameters[positionalCount]?.isPositional ? 'keyword' : 'first';
    for (const [order, { name, label, acceptsKeyword, isText }] of parameters.entries()) {
      if (!acceptsKeyword || order < positionalCount || usedKeywords.has(name) || candidates.has(name)) continue;
      candidates.set(name, {
        label: `${name} =`,
        kind: CompletionItemKind.Property,
        rank,
        order,
        text: `${name} = `,
        filter: name,
        ...(isText && { triggers: 'completion' }),
        ...(label !== name && { description: label.slice(`${name} = `.length) }),
        subject: { kind: 'called', calleeKind, name: callee.name, parameter: name },
      });
    }
  }
  return [...candidates.values()];
}

/** The parameter of the argument at the cursor, from the first overload that has it. */
export function activeParameter({ module }: Snapshot, site: CallSite): CallableParameter | undefined {
  const { callee, calleeKind, args, activeIndex } = site;
  const { keyword } = args[activeIndex];
  return callablesOf(calleeKind, callee.name, module, callee.start)
    .map(({ parameters }) =>
      keyword === undefined ? parameters[activeIndex] : parameters.find(({ name }) => name === keyword),
    )
    .find((parameter) => parameter !== undefined);
}

/** Strings that a parameter accepts, in quotes unless the cursor is between quotes. */
export function stringCandidates(texts: readonly string[], isQuoted: boolean): Candidate[] {
  return texts.map((text, order) => ({
    label: isQuoted ? text : `"${text}"`,
    kind: CompletionItemKind.EnumMember,
    rank: 'first',
    order,
  }));
}
