/** How far training is, in a line. */

import type { TrainingState, TrainingSubject } from '../../../../server/src/protocol/training.ts';
import { showCount } from '../numbers.ts';
import { curveInWords } from './spoken.ts';
import type { Curves } from './trace.ts';

/** `adam · step 1,240 of 2,000 · epoch 12 · 830 steps/s`. */
export function stateLine({ optimizer, samples, heldOut }: TrainingSubject, state: TrainingState): string {
  const { epoch, stepsPerEpoch, lastStep, stepsPerSecond, phase } = state;
  const parts = [optimizer, stepOf(state)];
  if (stepsPerEpoch > 1)
    parts.push(
      `epoch ${showCount(epoch)}${lastStep === null ? '' : ` of ${showCount(Math.ceil(lastStep / stepsPerEpoch))}`}`,
    );
  if (samples > 0)
    parts.push(`${showCount(samples)} samples${heldOut > 0 ? ` and ${showCount(heldOut)} held out` : ''}`);
  if (phase === 'running' && stepsPerSecond !== null) parts.push(`${showCount(stepsPerSecond)} steps/s`);
  if (phase !== 'running') parts.push(phase);
  return parts.join(' · ');
}

/** For a screen reader: `Training runs: step 1,240; L 0.31, falling`. */
export function stateInWords({ loss }: TrainingSubject, state: TrainingState, { training, heldOut }: Curves): string {
  const parts = [`${phases[state.phase]}: ${stepOf(state)}`];
  if (training.columns[0]) parts.push(curveInWords(loss, training.columns[0]));
  if (heldOut.columns[0]?.length) parts.push(curveInWords(`${loss} held out`, heldOut.columns[0]));
  return parts.join('; ');
}

const phases: Readonly<Record<TrainingState['phase'], string>> = {
  running: 'Training runs',
  paused: 'Training is paused',
  done: 'Training is done',
};

function stepOf({ step, lastStep }: TrainingState): string {
  return `step ${showCount(step)}${lastStep === null ? '' : ` of ${showCount(lastStep)}`}`;
}
