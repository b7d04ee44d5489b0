/** What is said of an offer once somebody looks at it: of a value its numbers, of what is called its signature and what it does. */

import { quantityOf, showQuantity } from '../../display/quantity.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { elementsOf } from '../../engine/runtime/execute.ts';
import { sourceOf } from '../../language/base/excerpt.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import { functionAt, nameOf } from '../../language/syntax/tree.ts';
import type { Settings } from '../../protocol/settings.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import { commentAbove } from '../hover/docs.ts';
import { localNode, parameterNode } from '../hover/functions.ts';
import { inCode } from '../hover/markdown.ts';
import { shapeInWords } from '../hover/shapeText.ts';
import { callablesOf, showCallable } from './callables.ts';
import type { OfferSubject } from './candidate.ts';
import { models } from './models.ts';
import { statementDoc } from './statements.ts';

export interface Said {
  /** In one line: the value. */
  readonly detail?: string;
  /** In Markdown. */
  readonly docs: readonly string[];
}

/** Where no numbers are to be shown, the shape of a value stands for them. */
export type NumbersSaid = Pick<Settings, 'digits' | 'display'>;

export function saidOf(snapshot: Snapshot, subject: OfferSubject, settings: NumbersSaid): Said {
  switch (subject.kind) {
    case 'value':
      return valueSaid(snapshot, subject.name, settings);
    case 'local':
      return localSaid(snapshot, subject, settings);
    case 'called':
      return calledSaid(snapshot, subject);
    case 'statement':
      return { docs: [statementDoc(subject.name) ?? ''] };
    case 'model': {
      const model = models.find(({ name }) => name === subject.name);
      return { docs: model ? [model.doc(), inCode(model.text.trimEnd())] : [] };
    }
  }
}

function valueSaid(snapshot: Snapshot, name: string, settings: NumbersSaid): Said {
  const { names, model } = snapshot;
  const definition = names.definitions.get(name);
  if (definition === undefined) {
    const imported = names.scope.consts.get(name);
    if (imported) {
      const { module, definition } = imported;
      return { docs: [inCode(sourceOf(module.text, definition)), ...commentAbove(module, definition)] };
    }
    return shown(snapshot, model.params.find((param) => param.name === name)?.node, settings);
  }
  const source = inCode(sourceOf(snapshot.text, definition));
  const docs = [source, ...commentAbove(snapshot, definition)];
  return shown(snapshot, nodeAt(model.statementNodes, definition.index), settings, docs);
}

function localSaid(snapshot: Snapshot, { name, start }: OfferSubject & { kind: 'local' }, settings: NumbersSaid): Said {
  const around = functionAt(snapshot.tree, start);
  if (around === undefined) return { docs: [] };
  const local = around.body.find((statement) => nameOf(statement)?.name === name);
  if (local === undefined) return shown(snapshot, parameterNode(snapshot, around, name), settings);
  const docs = [inCode(sourceOf(snapshot.text, local)), ...commentAbove(snapshot, local)];
  return shown(snapshot, localNode(snapshot, around, local), settings, docs);
}

function calledSaid({ module, text }: Snapshot, { as, name, parameter }: OfferSubject & { kind: 'called' }): Said {
  // Where it was offered, the functions of the file may have been others: its last one is meant.
  const callables = callablesOf(as, name, module, text.length);
  if (parameter === undefined) {
    return { docs: callables.flatMap((callable) => [inCode(showCallable(callable)), ...callable.docs]) };
  }
  const found = callables.flatMap(({ parameters }) => parameters.find((row) => row.name === parameter) ?? []);
  return { docs: found.slice(0, 1).flatMap(({ label, doc }) => [inCode(label), ...(doc === undefined ? [] : [doc])]) };
}

function shown(
  snapshot: Snapshot,
  node: NodeId | undefined,
  { digits, display }: NumbersSaid,
  docs: readonly string[] = [],
): Said {
  if (node === undefined || !isEvaluated(snapshot)) return { docs };
  const { program } = snapshot.model;
  if (display === 'off') return { detail: shapeInWords(program.shape(node)), docs };
  const quantity = quantityOf(elementsOf(program, snapshot.evaluation.values, node), program.shape(node));
  return { detail: showQuantity(quantity, digits), docs };
}
