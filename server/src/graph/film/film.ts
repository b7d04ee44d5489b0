/** A drawn graph as a film: the forward pass, the reverse pass, and the update of the params, one step at a time. */

import * as l10n from '@vscode/l10n';
import type { Film } from '../../protocol/panel/film.ts';
import type { Evaluated } from '../../snapshot/snapshot.ts';
import type { DrawnGraph } from '../displayGraph.ts';
import { backwardSteps } from './backward.ts';
import { forwardSteps } from './forward.ts';
import { returnsOf } from './gradientFlow.ts';
import { isComputed } from './names.ts';
import { Stage } from './stage.ts';
import { updateSteps, updatesInSteps } from './update.ts';

/** More of them nobody follows. */
const mostSteps = 2000;

/**
 * @param snapshot whose program was drawn.
 * @param fileName as an editor shows it, for the place of each step.
 */
export function filmOf(
  drawn: DrawnGraph,
  snapshot: Evaluated,
  digits: number,
  fileName: string,
): Pick<Film, 'steps' | 'refusal'> {
  const { objective, training, program } = snapshot.model;
  const wiresInto = wiresIntoPlaces(drawn);
  const returns = objective ? returnsOf(drawn, program, objective.gradient, wiresInto) : [];
  const updates = updatesInSteps(drawn, snapshot);
  const count = drawn.structure.nodes.filter(isComputed).length + returns.length + updates.length;
  if (count > mostSteps) return { steps: [], refusal: tooLong(count) };
  const stage = new Stage(drawn, snapshot, wiresInto, digits, fileName);
  const forward = forwardSteps(stage);
  if (objective === undefined) return { steps: forward, refusal: forward.length === 0 ? nothing() : noLoss() };
  const steps = [...forward, ...backwardSteps(stage, objective, returns)];
  if (training === undefined || updates.length === 0) return { steps, refusal: noUpdate(snapshot) };
  return { steps: [...steps, ...updateSteps(stage, objective, training, updates)], refusal: null };
}

const nothing = (): string =>
  l10n.t('There is no film: the file computes nothing yet. Write a formula and a loss, as in: loss L = (target - f)^2');

const noLoss = (): string =>
  l10n.t(
    'The film ends with the forward pass: there is no loss whose gradient could flow back. Add one, as in: loss L = (target - f)^2',
  );

function tooLong(count: number): string {
  const [steps, most] = [count, mostSteps].map((number) => number.toLocaleString('en'));
  return l10n.t`The film would have ${steps} steps, and at most ${most} can be followed. Fold some of the groups first.`;
}

function noUpdate({ model }: Evaluated): string {
  const { picked } = model;
  return picked === undefined
    ? l10n.t('The film ends with the backward pass: the loss depends on no param, so there is nothing to update.')
    : l10n.t`The film ends with the backward pass: the gradients are of ${picked}, and a step goes down the losses.`;
}

/** For each place the wires that end there, in the order of its operands. */
function wiresIntoPlaces({ structure }: DrawnGraph): number[][] {
  const into: number[][] = structure.nodes.map(() => []);
  structure.wires.forEach(({ to }, wire) => {
    into[to].push(wire);
  });
  for (const wires of into) wires.sort((a, b) => structure.wires[a].position - structure.wires[b].position);
  return into;
}
