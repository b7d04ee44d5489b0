/** Lowers the objective: finds the root, and appends its backward pass. */

import { differentiate } from '../../../engine/autodiff/differentiate.ts';
import type { NodeId, NodeRange, Program } from '../../../engine/ir/program.ts';
import type { Problem } from '../../problems/problems.ts';
import type { Definition } from '../../syntax/ast.ts';
import { stackAdjointsOfSteps } from '../blocks/adjointsOfSteps.ts';
import type { LoweringInputs, LoweringParts } from '../loweringParts.ts';
import type { Objective, StackedSteps } from '../model.ts';
import { type PickedRoot, rootOf, scalarLosses, sumOfLosses } from './root.ts';
import { unreachedParams } from './unreachedParams.ts';

/** An objective and the nodes of its backward pass. */
export interface LoweredObjective {
  readonly objective: Objective;
  readonly backwardNodes: NodeRange;
}

/** The scalar that the user picked, if the file still defines it. */
export function findPickedRoot(
  { module, context }: LoweringInputs,
  { frame, params, program }: LoweringParts,
): PickedRoot | undefined {
  const { pickedRootName: name } = context;
  if (name === undefined) return undefined;
  const node = frame.valueOf(name) ?? params.nodeOf(name);
  const isResolvable = node === undefined ? module.names.definitions.has(name) : program.shape(node).length === 0;
  return isResolvable ? { name, node } : undefined;
}

/** The initial steps of a recurrence; none if its other steps are draws, into which no gradient flows. */
function differentiableInitialSteps({ steps, initialCount }: StackedSteps, program: Program): readonly NodeId[] {
  const isDrawn = steps.slice(initialCount).every((step) => program.operator(step).distribution !== undefined);
  return isDrawn ? [] : steps.slice(0, initialCount);
}

/** Appends the backward pass of the picked scalar or of the losses. Undefined if that has no value. */
export function lowerObjective(
  { module }: LoweringInputs,
  { program, statementNodes, firstNodes, params, incremental, recurrences }: LoweringParts,
  picked: PickedRoot | undefined,
  lossStatements: readonly Definition[],
  problems: Problem[],
): LoweredObjective | undefined {
  const losses = scalarLosses(module.tree, lossStatements, statementNodes, program, problems);
  const root = picked ? rootOf(picked) : losses && sumOfLosses(losses, program);
  if (root === undefined) return undefined;
  const { length: first } = program;
  const initialSteps = new Set(recurrences.flatMap((recurrence) => differentiableInitialSteps(recurrence, program)));
  const isTarget = (node: NodeId): boolean => params.isParam(node) || initialSteps.has(node);
  const backwardPass =
    incremental?.reuseBackwardPass(root, firstNodes.at(-1)!, params, isTarget) ??
    stackAdjointsOfSteps(program, differentiate(program, root.node, isTarget), recurrences);
  const objective = { label: root.label, backwardPass };
  if (!picked) problems.push(...unreachedParams(program, params.list, objective));
  return { objective, backwardNodes: { first, end: program.length } };
}
