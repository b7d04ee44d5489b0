/** The requests `backprop/roots` and `backprop/pickRoot`: list the scalars that can be differentiated, and pick one. */

import {
  type PickRootParams,
  pickRootMethod,
  type Root,
  type Roots,
  type RootsParams,
  rootsMethod,
} from '../../../../protocol/editor/roots.ts';
import type { Settings } from '../../../../protocol/editor/settings.ts';
import { formatNumber } from '../../display/numbers.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import { isValueDefinition, labelOf, roleOf } from '../../language/syntax/ast.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';

export const roots: Feature = {
  capabilities: {},
  register(connection, { documents, settings }) {
    connection.onRequest(rootsMethod, async ({ uri }: RootsParams): Promise<Roots> => {
      const file = await documents.whenPublished(uri);
      return file ? rootsOf(file.snapshot, settings.current) : { roots: [], picked: null };
    });
    connection.onRequest(pickRootMethod, ({ uri, name }: PickRootParams): null => {
      documents.get(uri)?.pickRoot(name ?? undefined);
      return null;
    });
  },
};

/** Consts are excluded: they depend on nothing trainable. */
export function rootsOf(snapshot: Snapshot, { digits }: Pick<Settings, 'digits'>): Roots {
  const { model, tree } = snapshot;
  const candidates: Root[] = [];
  for (const statement of tree.statements) {
    if (!isValueDefinition(statement) || roleOf(statement) === 'const') continue;
    const node = nodeAt(model.statementNodes, statement.id);
    if (node === undefined || model.program.shape(node).length > 0) continue;
    candidates.push({ name: labelOf(statement), value: shownValue(snapshot, node, digits) });
  }
  return { roots: candidates, picked: model.pickedRootName ?? null };
}

function shownValue(snapshot: Snapshot, node: NodeId, digits: number): string | null {
  if (!isEvaluated(snapshot)) return null;
  return formatNumber(elementsOf(snapshot.model.program, snapshot.evaluation.values, node)[0], digits);
}
