/** What may follow a dot: the params that a call made, and `.T`. */

import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver';
import { showDimensions } from '../../display/quantity.ts';
import { functionAt } from '../../language/syntax/tree.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Offer } from './candidate.ts';
import type { Typed } from './typedText.ts';

export function memberOffers(snapshot: Snapshot, { walk }: Typed): Offer[] {
  const { tokens, at, around } = walk;
  const path: string[] = [];
  let place = at;
  while (tokens.kind(place - 1) === '.' && tokens.kind(place - 2) === 'name') {
    path.unshift(tokens.text(place - 2));
    place -= 2;
  }
  const transposed: Offer = {
    label: 'T',
    kind: CompletionItemKind.Property,
    rank: 'name',
    description: l10n.t('transposed'),
  };
  return path.length === 0 ? [transposed] : [...madeMembers(snapshot, path, around?.start), transposed];
}

/** The next names of all params that begin with a path: those of a function by the call that is shown of it. */
function madeMembers(snapshot: Snapshot, path: readonly string[], around: number | undefined): Offer[] {
  const definition = around === undefined ? undefined : functionAt(snapshot.tree, around);
  const shown = definition && snapshot.model.shownCalls.get(definition)?.path;
  const start = `${[...(shown === undefined ? [] : [shown]), ...path].join('.')}.`;
  const offers = new Map<string, Offer>();
  for (const { name, node } of snapshot.model.params) {
    if (!name.startsWith(start)) continue;
    const [label, ...inner] = name.slice(start.length).split('.');
    const shape = snapshot.model.program.shape(node);
    const isWhole = inner.length === 0;
    const dimensions = isWhole && shape.length > 0 ? ` ${showDimensions(shape)}` : '';
    offers.set(label, {
      label,
      kind: CompletionItemKind.Property,
      rank: 'value',
      place: offers.size,
      ...(isWhole && { description: `param${dimensions}` }),
      subject: { kind: 'value', name: start + label },
    });
  }
  return [...offers.values()];
}
