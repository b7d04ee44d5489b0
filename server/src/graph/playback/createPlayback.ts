/** Playback of a display graph: the forward pass, the backward pass and the update of the params, one step at a time. */

import * as l10n from '@vscode/l10n';
import type { Playback } from '../../../../protocol/panel/playback.ts';
import type { EvaluatedSnapshot } from '../../snapshot/snapshot.ts';
import type { DisplayGraph } from '../displayGraph.ts';
import { backwardSteps } from './backwardSteps.ts';
import { forwardSteps } from './forwardSteps.ts';
import { gradientFlowsOf } from './gradientFlow.ts';
import { PlaybackContext } from './playbackContext.ts';
import { isComputed } from './playbackTerms.ts';
import { groupUpdates, updateSteps } from './updateSteps.ts';

/** A longer playback would be too long to follow. */
const maxSteps = 2000;

/**
 * @param snapshot a snapshot with the program that was drawn.
 * @param fileName the name that an editor shows, for the location of each step.
 */
export function createPlayback(
  displayGraph: DisplayGraph,
  snapshot: EvaluatedSnapshot,
  digits: number,
  fileName: string,
): Pick<Playback, 'steps' | 'notice'> {
  const { objective, trainingPlan, program } = snapshot.model;
  const incomingWires = incomingWiresByNode(displayGraph);
  const gradientFlows = objective ? gradientFlowsOf(displayGraph, program, objective.backwardPass, incomingWires) : [];
  const updates = groupUpdates(displayGraph, snapshot);
  const count = displayGraph.structure.nodes.filter(isComputed).length + gradientFlows.length + updates.length;
  if (count > maxSteps) return { steps: [], notice: tooLongNotice(count) };
  const context = new PlaybackContext(displayGraph, snapshot, incomingWires, digits, fileName);
  const forward = forwardSteps(context);
  if (objective === undefined)
    return { steps: forward, notice: forward.length === 0 ? emptyFileNotice() : noLossNotice() };
  const steps = [...forward, ...backwardSteps(context, objective, gradientFlows)];
  if (trainingPlan === undefined || updates.length === 0) return { steps, notice: noUpdateNotice(snapshot) };
  return { steps: [...steps, ...updateSteps(context, objective, trainingPlan, updates)], notice: null };
}

const emptyFileNotice = (): string =>
  l10n.t(
    "Can't play the computation: the file computes nothing yet. Write an expression and a loss, for example: loss L = (target - f)^2",
  );

const noLossNotice = (): string =>
  l10n.t('There is no backward pass without a loss. Add one, for example: loss L = (target - f)^2');

function tooLongNotice(count: number): string {
  const [steps, max] = [count, maxSteps].map((number) => number.toLocaleString('en'));
  return l10n.t`The computation has ${steps} steps; at most ${max} can be played. Collapse some groups first.`;
}

function noUpdateNotice({ model }: EvaluatedSnapshot): string {
  const { pickedRootName } = model;
  return pickedRootName === undefined
    ? l10n.t('There is no update step: the loss does not depend on any param.')
    : l10n.t`There is no update step: the root is ${pickedRootName}, and training minimizes the losses.`;
}

/** For each node the wires that end at it, in operand order. */
function incomingWiresByNode({ structure }: DisplayGraph): number[][] {
  const incoming: number[][] = structure.nodes.map(() => []);
  structure.wires.forEach(({ to }, wire) => {
    incoming[to].push(wire);
  });
  for (const wires of incoming) wires.sort((a, b) => structure.wires[a].operandIndex - structure.wires[b].operandIndex);
  return incoming;
}
