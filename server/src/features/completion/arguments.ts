/** What may stand in the brackets of a call besides values: its keywords, and the texts that a parameter takes. */

import { CompletionItemKind } from 'vscode-languageserver';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { type CallableParameter, callablesOf } from './callables.ts';
import type { CallSite } from './callSite.ts';
import type { Offer } from './candidate.ts';

/** The keywords that aren't given yet: first where no parameter is left that is given by its place. */
export function keywordOffers({ module }: Snapshot, site: CallSite): Offer[] {
  const { callee, as, given, active } = site;
  const before = given.slice(0, active);
  const byPlace = before.filter(({ keyword }) => keyword === undefined).length;
  const named = new Set(given.flatMap(({ keyword }, place) => (place === active ? [] : [keyword])));
  const offers = new Map<string, Offer>();
  for (const { parameters } of callablesOf(as, callee.name, module, callee.start)) {
    const rank = byPlace === before.length && parameters[byPlace]?.isPlaced ? 'keyword' : 'first';
    for (const [place, { name, label, isNameable, isText }] of parameters.entries()) {
      if (!isNameable || place < byPlace || named.has(name) || offers.has(name)) continue;
      offers.set(name, {
        label: `${name} =`,
        kind: CompletionItemKind.Property,
        rank,
        place,
        text: `${name} = `,
        filter: name,
        ...(isText && { opens: 'completion' }),
        ...(label !== name && { description: label.slice(`${name} = `.length) }),
        subject: { kind: 'called', as, name: callee.name, parameter: name },
      });
    }
  }
  return [...offers.values()];
}

/** The parameter that the argument at the cursor is for, of the ways to call that have it. */
export function activeParameter({ module }: Snapshot, site: CallSite): CallableParameter | undefined {
  const { callee, as, given, active } = site;
  const { keyword } = given[active];
  return callablesOf(as, callee.name, module, callee.start)
    .map(({ parameters }) =>
      keyword === undefined ? parameters[active] : parameters.find(({ name }) => name === keyword),
    )
    .find((parameter) => parameter !== undefined);
}

/** Texts that a parameter takes, in quotes unless they are there. */
export function textOffers(texts: readonly string[], isQuoted: boolean): Offer[] {
  return texts.map((text, place) => ({
    label: isQuoted ? text : `"${text}"`,
    kind: CompletionItemKind.EnumMember,
    rank: 'first',
    place,
  }));
}
