/** The names of values that are in scope at the cursor, the nearest first. */

import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver';
import { showDimensions } from '../../display/quantity.ts';
import { firstWhere } from '../../language/base/partitionPoint.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import { type DefinitionKind, intendedRole, nameOf, type Statement } from '../../language/syntax/tree.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Offer } from './candidate.ts';
import type { Typed } from './typedText.ts';

export interface NamedValue {
  readonly name: string;
  readonly role: DefinitionKind;
  readonly statement: Statement;
}

/** Where what is in scope must have been defined: before the statement of the file at the cursor. */
export function scopeEnd({ walk, start }: Pick<Typed, 'walk' | 'start'>): number {
  if (walk.around) return walk.around.start;
  return walk.at === walk.statement ? start : walk.tokens.start(walk.statement);
}

/** The values that the file defines before an offset, in the order of the text; broken statements give their names, too. */
export function valuesBefore({ tree }: Snapshot, offset: number): NamedValue[] {
  const { statements } = tree;
  const end = firstWhere(statements, ({ start }) => start >= offset);
  const found: NamedValue[] = [];
  for (let place = 0; place < end; place++) {
    const statement = statements[place];
    const role = intendedRole(statement);
    const name = nameOf(statement)?.name;
    if (name !== undefined && role !== undefined) found.push({ name, role, statement });
  }
  return found;
}

const kinds: Record<DefinitionKind, CompletionItemKind> = {
  const: CompletionItemKind.Constant,
  param: CompletionItemKind.Variable,
  data: CompletionItemKind.Field,
  node: CompletionItemKind.Value,
  loss: CompletionItemKind.Event,
};

/**
 * @param fits which roles may stand there.
 * @param wanted the role that is meant most likely.
 */
export function valueOffers(
  snapshot: Snapshot,
  typed: Typed,
  fits: (role: DefinitionKind) => boolean,
  wanted?: DefinitionKind,
): Offer[] {
  const end = scopeEnd(typed);
  const offers = new Map<string, Offer>();
  const add = (offer: Offer): void => {
    if (!offers.has(offer.label)) offers.set(offer.label, offer);
  };
  localOffers(typed, fits).forEach(add);
  const values = valuesBefore(snapshot, end);
  for (let place = values.length - 1; place >= 0; place--) {
    const { name, role, statement } = values[place];
    if (!fits(role)) continue;
    add({
      label: name,
      kind: kinds[role],
      rank: role === wanted ? 'value' : 'name',
      place: values.length - place,
      description: `${role}${shapeOf(snapshot, statement)}`,
      subject: { kind: 'value', name },
    });
  }
  for (const [name, { module }] of snapshot.names.scope.consts) {
    add({
      label: name,
      kind: kinds.const,
      rank: 'name',
      place: values.length + 1,
      description: `const · ${module.name}`,
      subject: { kind: 'value', name },
    });
  }
  return [...offers.values()];
}

/** The parameters of the function around the cursor, and what its body has defined by now. */
function localOffers({ walk }: Typed, fits: (role: DefinitionKind) => boolean): Offer[] {
  const { around, tokens, statement } = walk;
  if (around === undefined || walk.isInParameters) return [];
  const { start } = around;
  const before = tokens.start(statement);
  const locals = around.locals.filter((local) => local.start < before && fits(local.role));
  return [
    ...locals.toReversed().map(({ name, role }, place): Offer => {
      const subject = { kind: 'local', name, start } as const;
      return { label: name, kind: kinds[role], rank: 'local', place, description: role, subject };
    }),
    ...around.parameters.map(({ name }, place): Offer => {
      const subject = { kind: 'local', name, start } as const;
      const kind = CompletionItemKind.TypeParameter;
      return {
        label: name,
        kind,
        rank: 'local',
        place: locals.length + place,
        description: l10n.t('parameter'),
        subject,
      };
    }),
  ];
}

/** ` [4×8]` of a tensor. */
function shapeOf({ model }: Snapshot, { index }: Statement): string {
  const node = nodeAt(model.statementNodes, index);
  const shape = node === undefined ? [] : model.program.shape(node);
  return shape.length === 0 ? '' : ` ${showDimensions(shape)}`;
}
