/** Lazily resolved details of completion items: numbers of values, signatures and documentation of callables. */

import * as l10n from '@vscode/l10n';
import type { Settings } from '../../../../protocol/editor/settings.ts';
import { nodeQuantity } from '../../display/nodeQuantity.ts';
import { formatQuantity } from '../../display/quantity.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { counterTable } from '../../engine/training/counters.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import { nameOf } from '../../language/syntax/ast.ts';
import { functionAt } from '../../language/syntax/tree/tree.ts';
import { excerptOf } from '../../language/text/excerpt.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import { localNode, parameterNode } from '../hover/functionSubjects.ts';
import { formatShapeKind } from '../hover/shapeText.ts';
import { commentAbove } from '../support/documentation.ts';
import { codeBlock } from '../support/markdown.ts';
import { callablesOf, formatCallable } from './callables.ts';
import type { CandidateSubject } from './candidate.ts';
import { modelTemplates } from './modelTemplates.ts';
import { statementDoc } from './statementCandidates.ts';

export interface CandidateDetails {
  /** The value, in one line. */
  readonly detail?: string;
  /** In Markdown. */
  readonly docs: readonly string[];
}

/** If numbers are not displayed, details show the shape of a value. */
export type NumberSettings = Pick<Settings, 'digits' | 'display'>;

export function resolveCandidate(
  snapshot: Snapshot,
  subject: CandidateSubject,
  settings: NumberSettings,
): CandidateDetails {
  switch (subject.kind) {
    case 'value':
      return valueDetails(snapshot, subject.name, settings);
    case 'local':
      return localDetails(snapshot, subject, settings);
    case 'called':
      return callableDetails(snapshot, subject);
    case 'statement':
      return { docs: [statementDoc(subject.name) ?? ''] };
    case 'counter':
      return { docs: counterTable.filter(({ name }) => name === subject.name).map(({ doc }) => l10n.t(doc)) };
    case 'model': {
      const template = modelTemplates.find(({ name }) => name === subject.name);
      return { docs: template ? [template.doc(), codeBlock(template.text.trimEnd())] : [] };
    }
  }
}

function valueDetails(snapshot: Snapshot, name: string, settings: NumberSettings): CandidateDetails {
  const { names, model } = snapshot;
  const definition = names.definitions.get(name);
  if (definition === undefined) {
    const imported = names.scope.consts.get(name);
    if (imported) {
      const { module, definition } = imported;
      return { docs: [codeBlock(excerptOf(module.text, definition)), ...commentAbove(module, definition)] };
    }
    return nodeDetails(snapshot, model.params.find((param) => param.name === name)?.node, settings);
  }
  const source = codeBlock(excerptOf(snapshot.text, definition));
  const docs = [source, ...commentAbove(snapshot, definition)];
  return nodeDetails(snapshot, nodeAt(model.statementNodes, definition.id), settings, docs);
}

function localDetails(
  snapshot: Snapshot,
  { name, start }: CandidateSubject & { kind: 'local' },
  settings: NumberSettings,
): CandidateDetails {
  const enclosingFunction = functionAt(snapshot.tree, start);
  if (enclosingFunction === undefined) return { docs: [] };
  const local = enclosingFunction.body.find((statement) => nameOf(statement)?.name === name);
  if (local === undefined) return nodeDetails(snapshot, parameterNode(snapshot, enclosingFunction, name), settings);
  const docs = [codeBlock(excerptOf(snapshot.text, local)), ...commentAbove(snapshot, local)];
  return nodeDetails(snapshot, localNode(snapshot, enclosingFunction, local), settings, docs);
}

function callableDetails(
  { module, text }: Snapshot,
  { calleeKind, name, parameter }: CandidateSubject & { kind: 'called' },
): CandidateDetails {
  // The file may have changed since the list was computed, so functions resolve as at its end.
  const callables = callablesOf(calleeKind, name, module, text.length);
  if (parameter === undefined) {
    return { docs: callables.flatMap((callable) => [codeBlock(formatCallable(callable)), ...callable.docs]) };
  }
  const matches = callables.flatMap(({ parameters }) => parameters.find((row) => row.name === parameter) ?? []);
  return {
    docs: matches.slice(0, 1).flatMap(({ label, doc }) => [codeBlock(label), ...(doc === undefined ? [] : [doc])]),
  };
}

function nodeDetails(
  snapshot: Snapshot,
  node: NodeId | undefined,
  { digits, display }: NumberSettings,
  docs: readonly string[] = [],
): CandidateDetails {
  if (node === undefined || !isEvaluated(snapshot)) return { docs };
  const { program } = snapshot.model;
  if (display === 'off') return { detail: formatShapeKind(program.shape(node)), docs };
  const quantity = nodeQuantity(program, snapshot.evaluation.values, node);
  return { detail: formatQuantity(quantity, digits), docs };
}
