/** Training progress in one line. */

import * as l10n from '@vscode/l10n';
import type { TrainingInfo, TrainingState } from '../../../../protocol/panel/training.ts';
import { formatCount } from '../numbers.ts';
import type { Curves } from './curves/curvePoints.ts';
import { curveText } from './curves/trend.ts';

/** `adam · step 1,240 of 2,000 · epoch 12 of 20 · 400 samples · 830 steps/s`. */
export function stateSummary({ optimizer, samples, heldOut }: TrainingInfo, state: TrainingState): string {
  const { epoch, stepsPerEpoch, lastEpoch, stepsPerSecond, phase } = state;
  const parts = [optimizer, stepText(state)];
  if (stepsPerEpoch > 1) {
    parts.push(
      lastEpoch === null
        ? l10n.t`epoch ${formatCount(epoch)}`
        : l10n.t`epoch ${formatCount(epoch)} of ${formatCount(lastEpoch)}`,
    );
  }
  if (samples > 0) {
    parts.push(
      heldOut > 0
        ? l10n.t`${formatCount(samples)} samples and ${formatCount(heldOut)} held out`
        : l10n.t`${formatCount(samples)} samples`,
    );
  }
  if (phase === 'running' && stepsPerSecond !== null) parts.push(l10n.t`${formatCount(stepsPerSecond)} steps/s`);
  if (phase === 'paused') parts.push(l10n.t('paused'));
  if (phase === 'done') parts.push(l10n.t('done'));
  return parts.join(' · ');
}

/** For screen readers: `Training is running: step 1,240; L 0.31, falling`. */
export function stateDescription({ loss }: TrainingInfo, state: TrainingState, { training, heldOut }: Curves): string {
  const parts = [`${phaseText(state.phase)}: ${stepText(state)}`];
  if (training.columns[0]) parts.push(curveText(loss, training.columns[0]));
  if (heldOut.columns[0]?.length) parts.push(curveText(l10n.t`${loss} held out`, heldOut.columns[0]));
  return parts.join('; ');
}

function phaseText(phase: TrainingState['phase']): string {
  switch (phase) {
    case 'running':
      return l10n.t('Training is running');
    case 'paused':
      return l10n.t('Training is paused');
    case 'done':
      return l10n.t('Training is done');
  }
}

function stepText({ step, lastStep }: TrainingState): string {
  return lastStep === null
    ? l10n.t`step ${formatCount(step)}`
    : l10n.t`step ${formatCount(step)} of ${formatCount(lastStep)}`;
}
