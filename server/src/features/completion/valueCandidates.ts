/** Completion of the values in scope at the cursor, the nearest first. */

import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver';
import { formatDimensions } from '../../display/quantity.ts';
import { counterTable } from '../../engine/training/counters.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import { type DefinitionKind, intendedRole, isRecurrence, nameOf, type Statement } from '../../language/syntax/ast.ts';
import { partitionPoint } from '../../language/text/partitionPoint.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Candidate } from './candidate.ts';
import type { TypedText } from './typedText.ts';

export interface NamedValue {
  readonly name: string;
  readonly role: DefinitionKind;
  readonly statement: Statement;
}

/** Offset before which values must be defined: the start of the top-level statement at the cursor. */
export function scopeEnd({ walk, start }: Pick<TypedText, 'walk' | 'start'>): number {
  if (walk.enclosingFunction) return walk.enclosingFunction.start;
  return walk.index === walk.statementStart ? start : walk.tokens.start(walk.statementStart);
}

/**
 * Values that the file defines before an offset, in text order, including those of broken statements.
 * @param isInBlock false to leave out the values that only their blocks can use.
 */
export function paramsBefore({ tree }: Snapshot, offset: number, isInBlock = false): NamedValue[] {
  const { statements } = tree;
  const end = partitionPoint(statements, ({ start }) => start >= offset);
  const values: NamedValue[] = [];
  for (let index = 0; index < end; index++) {
    const statement = statements[index];
    const role = intendedRole(statement);
    const name = nameOf(statement)?.name;
    const isVisible = isInBlock || !statement.blocks || isRecurrence(statement);
    if (name !== undefined && role !== undefined && isVisible) values.push({ name, role, statement });
  }
  return values;
}

const kinds: Record<DefinitionKind, CompletionItemKind> = {
  const: CompletionItemKind.Constant,
  param: CompletionItemKind.Variable,
  data: CompletionItemKind.Field,
  node: CompletionItemKind.Value,
  loss: CompletionItemKind.Event,
};

/**
 * @param isAllowed whether values of a role may be used here.
 * @param preferredRole the likeliest role.
 */
export function valueCandidates(
  snapshot: Snapshot,
  typed: TypedText,
  isAllowed: (role: DefinitionKind) => boolean,
  preferredRole?: DefinitionKind,
): Candidate[] {
  const end = scopeEnd(typed);
  const candidates = new Map<string, Candidate>();
  const add = (candidate: Candidate): void => {
    if (!candidates.has(candidate.label)) candidates.set(candidate.label, candidate);
  };
  variableCandidates(typed).forEach(add);
  localCandidates(typed, isAllowed).forEach(add);
  const values = paramsBefore(snapshot, end, typed.walk.blockVariables.length > 0);
  for (let index = values.length - 1; index >= 0; index--) {
    const { name, role, statement } = values[index];
    if (!isAllowed(role)) continue;
    add({
      label: name,
      kind: kinds[role],
      rank: role === preferredRole ? 'value' : 'name',
      order: values.length - index,
      description: `${role}${shapeOf(snapshot, statement)}`,
      subject: { kind: 'value', name },
    });
  }
  for (const [name, { module }] of snapshot.names.scope.consts) {
    add({
      label: name,
      kind: kinds.const,
      rank: 'name',
      order: values.length + 1,
      description: `const · ${module.name}`,
      subject: { kind: 'value', name },
    });
  }
  counterCandidates(typed).forEach(add);
  return [...candidates.values()];
}

/** The counters of training, in the arguments of `train`. */
function counterCandidates({ walk }: TypedText): Candidate[] {
  if (walk.head !== 'train') return [];
  return counterTable.map(({ name }, order) => ({
    label: name,
    kind: CompletionItemKind.TypeParameter,
    rank: 'name',
    order,
    description: l10n.t('counter'),
    subject: { kind: 'counter', name },
  }));
}

/** The variables of the blocks around the cursor. */
function variableCandidates({ walk }: TypedText): Candidate[] {
  return walk.blockVariables.toReversed().map(({ name }, order) => ({
    label: name,
    kind: CompletionItemKind.TypeParameter,
    rank: 'local',
    order,
    description: l10n.t('step'),
    subject: { kind: 'value', name },
  }));
}

/** Parameters of the enclosing function, and locals that its body defines before the cursor. */
function localCandidates({ walk }: TypedText, isAllowed: (role: DefinitionKind) => boolean): Candidate[] {
  const { enclosingFunction, tokens, statementStart } = walk;
  if (enclosingFunction === undefined || walk.isInParameters) return [];
  const { start } = enclosingFunction;
  const statementOffset = tokens.start(statementStart);
  const locals = enclosingFunction.locals.filter((local) => local.start < statementOffset && isAllowed(local.role));
  return [
    ...locals.toReversed().map(({ name, role }, order): Candidate => {
      const subject = { kind: 'local', name, start } as const;
      return { label: name, kind: kinds[role], rank: 'local', order, description: role, subject };
    }),
    ...enclosingFunction.parameters.map(({ name }, order): Candidate => {
      const subject = { kind: 'local', name, start } as const;
      const kind = CompletionItemKind.TypeParameter;
      return {
        label: name,
        kind,
        rank: 'local',
        order: locals.length + order,
        description: l10n.t('parameter'),
        subject,
      };
    }),
  ];
}

/** ` [4×8]` for a tensor. */
function shapeOf({ model }: Snapshot, { id: index }: Statement): string {
  const node = nodeAt(model.statementNodes, index);
  const shape = node === undefined ? [] : model.program.shape(node);
  return shape.length === 0 ? '' : ` ${formatDimensions(shape)}`;
}
