/** A model as a PyTorch script, under the names of its source; or why there is none. */

import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Refusal } from '../training/refusal.ts';
import { pythonNames } from './pythonNames.ts';
import { pytorchScript } from './pytorch.ts';
import { noObjectiveRefusal, statementsOf } from './sourceStatements.ts';

export function pytorchModel(snapshot: Snapshot): { readonly text: string } | Refusal {
  const { objective, program, data } = snapshot.model;
  if (objective === undefined) return noObjectiveRefusal(snapshot);
  const names = pythonNames(statementsOf(snapshot));
  return { text: pytorchScript(program, objective.gradient.root, names, new Set(data.map(({ node }) => node))) };
}
