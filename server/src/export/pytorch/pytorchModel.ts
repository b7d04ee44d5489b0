/** Exports a model as a PyTorch script with the names of its source, or explains why it cannot. */

import type { Refusal } from '../../language/problems/refusal.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { noObjectiveRefusal, statementsOf } from '../sourceStatements.ts';
import { pythonNames } from './pythonNames.ts';
import { pytorchScript } from './pytorch.ts';

export function pytorchModel(snapshot: Snapshot): { readonly text: string } | Refusal {
  const { objective, program, data } = snapshot.model;
  if (objective === undefined) return noObjectiveRefusal(snapshot);
  const names = pythonNames(statementsOf(snapshot));
  return { text: pytorchScript(program, objective.backwardPass.root, names, new Set(data.map(({ node }) => node))) };
}
