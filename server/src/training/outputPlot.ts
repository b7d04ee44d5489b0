/** The plot of a model's output over its inputs: a curve over one, a surface over two. */

import * as l10n from '@vscode/l10n';
import { type DataInput, sampleCountOf } from '../language/lowering/model.ts';
import { isProblem } from '../language/problems/problems.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { modelForPoints } from '../snapshot/training/batchModels.ts';
import type { TrainableSnapshot } from '../snapshot/training/trainable.ts';
import { canBeSurface, type DecisionSurface, decisionSurfaceOf } from './decisionSurface.ts';
import { canBeFit, type FitPlot, fitPlotOf } from './fitPlot.ts';
import { labeledOutputsOf } from './labeledOutputs.ts';
import { inputCount, nameOf, type PlottedOutput, pointsPerRun, widthOf } from './plottedOutput.ts';

export type OutputPlot = DecisionSurface | FitPlot;

export function outputPlotOf(snapshot: TrainableSnapshot): OutputPlot | Refusal {
  const { model } = snapshot;
  if (model.data.length === 0) return { refusal: l10n.t('No decision surface: the model has no data.') };
  // Another number than that of the samples, so that a const with a row for each sample is recognized.
  const pointCount = sampleCountOf(model) === pointsPerRun ? 2 * pointsPerRun : pointsPerRun;
  const pointModel = modelForPoints(snapshot, pointCount);
  const needsOwnSamples = {
    refusal: l10n.t('No decision surface: the model can only be evaluated on its own samples.'),
  };
  if (isProblem(pointModel)) return needsOwnSamples;
  const outputs = labeledOutputsOf(pointModel, pointModel.objective.backwardPass.root);
  const names = new Set(model.data.map(({ name }) => name));
  // A point has no row of a const.
  const isData = ({ name }: DataInput): boolean => names.has(name);
  if (!outputs.every(({ inputs, label }) => [...inputs, label].every(isData))) return needsOwnSamples;
  const candidates = outputs.map((plotted): PlottedOutput => ({ pointModel, plotted }));
  const [first] = candidates;
  if (first === undefined)
    return { refusal: l10n.t('No decision surface: the loss does not compare an output with labels.') };
  const surface = candidates.find(canBeSurface);
  if (surface) return decisionSurfaceOf(snapshot, surface);
  const fit = candidates.find(canBeFit);
  return fit ? fitPlotOf(snapshot, fit) : plotRefusal(snapshot, first);
}

function plotRefusal(snapshot: TrainableSnapshot, { pointModel, plotted }: PlottedOutput): Refusal {
  const { output, inputs, label } = plotted;
  const name = nameOf(snapshot, pointModel, output);
  const [width, count] = [widthOf(pointModel, output), inputCount(pointModel, inputs)];
  if (count === 1) {
    return width === 1
      ? { refusal: l10n.t`No fit plot: ${label.name} has more than one number per sample.` }
      : { refusal: l10n.t`No fit plot: ${name} is not a single number per sample.` };
  }
  if (width !== 1) return { refusal: l10n.t`No decision surface: ${name} is not a single number per sample.` };
  if (count !== 2) return { refusal: l10n.t`No decision surface: ${name} has ${count} inputs, and a plane needs 2.` };
  return { refusal: l10n.t`No decision surface: ${label.name} has more than one number per sample.` };
}
