/** Exports the backward pass of a model as a document, or explains why there is none. */

import * as l10n from '@vscode/l10n';
import { constant } from '../../engine/ir/constant.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { sizeOf } from '../../engine/ir/shape.ts';
import { limits } from '../../language/modelLimits.ts';
import type { Refusal } from '../../language/problems/refusal.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import { namedNodesOf } from '../namedNodes.ts';
import { type BackwardDocument, backwardDocument, nodesReaching } from './backwardDocument.ts';
import { isInputOperator } from './inputOperators.ts';

/** @param title the model's name in the document. */
export function exportBackwardPass(snapshot: Snapshot, title: string): BackwardDocument | Refusal {
  const { objective, program } = snapshot.model;
  if (objective === undefined) return noObjectiveRefusal(snapshot);
  if (!isEvaluated(snapshot))
    return { refusal: l10n.t("Can't show the backward pass: the model could not be evaluated.") };
  const { backwardPass } = objective;
  const elementCount = countWrittenNumbers(program, backwardPass.root);
  if (elementCount > limits.expressions) {
    const [shownCount, shownLimit] = [elementCount, limits.expressions].map((count) => count.toLocaleString('en'));
    return {
      refusal: l10n.t`Can't show the backward pass: it would write out ${shownCount} numbers, and a file can have at most ${shownLimit}.`,
    };
  }
  const { values } = snapshot.evaluation;
  return backwardDocument({ title, program, backwardPass, values, statements: namedNodesOf(snapshot) });
}

/** The refusal of a model that has no backward pass: it has no loss, or an error. */
function noObjectiveRefusal({ problems, lines }: Snapshot): Refusal {
  const error = problems.find(({ severity }) => severity === 'error');
  if (error === undefined)
    return {
      refusal: l10n.t("Can't show the backward pass without a loss. Add one, for example: loss L = (target - f)^2"),
    };
  const line = lines.positionAt(error.start).line + 1;
  return { refusal: l10n.t`Can't show the backward pass: line ${line} has an error: ${error.message}.` };
}

/** Estimates how many numbers are written out. */
function countWrittenNumbers(program: Program, root: NodeId): number {
  return nodesReaching(program, root)
    .filter((node) => program.operator(node) === constant || isInputOperator(program.operator(node)))
    .reduce((count, node) => count + sizeOf(program.shape(node)), 0);
}
