/** Exports a model as a PyTorch script with the names of its source, or explains why it cannot. */

import * as l10n from '@vscode/l10n';
import type { NodeId } from '../../engine/ir/program.ts';
import { toPythonList } from '../../engine/ir/pythonLiterals.ts';
import type { RunningStatistic } from '../../language/lowering/model.ts';
import type { Problem } from '../../language/problems/problems.ts';
import type { Refusal } from '../../language/problems/refusal.ts';
import { firstErrorOf, type Snapshot } from '../../snapshot/snapshot.ts';
import { namedNodesOf } from '../namedNodes.ts';
import { PythonNames } from './pythonNames.ts';
import { pytorchScript, type ScriptOptions } from './pytorch.ts';

/** A model without a loss is exported without a backward pass. */
export function pytorchModel(snapshot: Snapshot): { readonly text: string } | Refusal {
  const { objective, program, data, drawCounter, isModeDependent } = snapshot.model;
  const error = objective === undefined ? firstErrorOf(snapshot) : undefined;
  if (error) return errorRefusal(error, snapshot);
  const names = new PythonNames();
  const nodeNames = names.ofNodes(namedNodesOf(snapshot));
  const inputs = new Set([...data.map(({ node }) => node), ...(drawCounter === undefined ? [] : [drawCounter])]);
  const modes: ScriptOptions = isModeDependent ? modesOf(snapshot, names) : {};
  const preamble = modes.preamble ?? (drawCounter === undefined ? [] : [seedOf(snapshot), '']);
  const text = pytorchScript(program, objective?.backwardPass.root, nodeNames, { data: inputs, ...modes, preamble });
  return { text };
}

function errorRefusal({ start, message }: Problem, { lines }: Snapshot): Refusal {
  const line = lines.positionAt(start).line + 1;
  return { refusal: l10n.t`Can't export the model to PyTorch: line ${line} has an error: ${message}.` };
}

/** The seed of random numbers, which PyTorch draws differently. */
function seedOf({ model: { trainingPlan } }: Snapshot): string {
  const { seed } = trainingPlan?.settings ?? { seed: 0 };
  return `torch.manual_seed(${seed})`;
}

/** The variable `training`, the seed of masks, running statistics, and the calls that read them. */
function modesOf(snapshot: Snapshot, names: PythonNames) {
  const { program, runningStatistics, runningStatisticsOf } = snapshot.model;
  const statisticNames = new Map<RunningStatistic, string>();
  for (const statistic of runningStatistics) statisticNames.set(statistic, names.allocate(statistic.name));
  const preamble = [
    'training = True  # False for evaluation',
    seedOf(snapshot),
    ...[...statisticNames].map(([{ values, shape }, name]) => `${name} = torch.tensor(${toPythonList(values, shape)})`),
    '',
  ];
  const codeOf = (node: NodeId, operands: readonly string[]): string | undefined => {
    const { torchInModes, statistics: kept } = program.operator(node);
    const own = runningStatisticsOf.get(node);
    if (torchInModes === undefined || (kept !== undefined && own === undefined)) return undefined;
    const ownNames = (own ?? []).map((statistic) => statisticNames.get(statistic)!);
    return torchInModes(operands, program.attributes(node), ownNames);
  };
  return { preamble, codeOf };
}
