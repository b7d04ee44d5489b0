/** Completion after a dot: params that a call created, and `.T`. */

import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver';
import { formatDimensions } from '../../display/quantity.ts';
import { functionAt } from '../../language/syntax/tree/tree.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Candidate } from './candidate.ts';
import type { TypedText } from './typedText.ts';

export function memberCandidates(snapshot: Snapshot, { walk }: TypedText): Candidate[] {
  const { tokens, index, enclosingFunction } = walk;
  const path: string[] = [];
  let token = index;
  while (tokens.kind(token - 1) === '.' && tokens.kind(token - 2) === 'name') {
    path.unshift(tokens.text(token - 2));
    token -= 2;
  }
  const transposed: Candidate = {
    label: 'T',
    kind: CompletionItemKind.Property,
    rank: 'name',
    description: l10n.t('transposed'),
  };
  return path.length === 0 ? [transposed] : [...paramMembers(snapshot, path, enclosingFunction?.start), transposed];
}

/** The next segments of all params under a path. Inside a function they are those of the displayed call. */
function paramMembers(snapshot: Snapshot, path: readonly string[], functionOffset: number | undefined): Candidate[] {
  const definition = functionOffset === undefined ? undefined : functionAt(snapshot.tree, functionOffset);
  const shownPath = definition && snapshot.model.shownCalls.get(definition)?.paramPrefix;
  const prefix = `${[...(shownPath === undefined ? [] : [shownPath]), ...path].join('.')}.`;
  const candidates = new Map<string, Candidate>();
  for (const { name, node } of snapshot.model.params) {
    if (!name.startsWith(prefix)) continue;
    const [label, ...rest] = name.slice(prefix.length).split('.');
    const shape = snapshot.model.program.shape(node);
    const isParam = rest.length === 0;
    const dimensions = isParam && shape.length > 0 ? ` ${formatDimensions(shape)}` : '';
    candidates.set(label, {
      label,
      kind: CompletionItemKind.Property,
      rank: 'value',
      order: candidates.size,
      ...(isParam && { description: `param${dimensions}` }),
      subject: { kind: 'value', name: prefix + label },
    });
  }
  return [...candidates.values()];
}
