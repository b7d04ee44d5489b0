/** Training states for tests, as the server pushes them. */

import type { CurvesUpdate, TrainingInfo, TrainingState, TrainingUpdate } from '../../../protocol/panel/training.ts';

export const info: TrainingInfo = {
  loss: 'L',
  optimizer: 'adam',
  samples: 200,
  heldOut: 0,
  shown: null,
  evaluated: null,
  layers: ['h', 'out'],
  scalars: ['accuracy'],
  metric: 0,
  keptIn: 'file',
  decisionSurface: { kind: 'none', reason: 'The data have four features, and a surface has two.' },
  confusionMatrix: null,
};

export const state: TrainingState = {
  phase: 'running',
  firstStep: 0,
  step: 1240,
  shownStep: 1240,
  textStep: 0,
  epoch: 124,
  stepsPerEpoch: 10,
  lastStep: 2000,
  lastEpoch: 200,
  pace: null,
  stepsPerSecond: 830.4,
  loss: 0.31,
  heldOutLoss: null,
  lr: 0.1,
  batch: 20,
  schedule: null,
  rejections: { lr: null, batch: null },
  notice: null,
};

/** Points at these steps, with the step number as loss. */
export function curvesUpdateOf(steps: readonly number[], isWhole: boolean): CurvesUpdate {
  return {
    training: { isComplete: isWhole, steps, loss: steps, norms: [steps, steps] },
    heldOut: { isComplete: isWhole, steps: steps.filter(isTenth), loss: steps.filter(isTenth) },
    scalars: { isComplete: isWhole, steps: steps.filter(isTenth), training: [steps.filter(isTenth)], heldOut: [] },
  };
}

export function pushOf(parts: Partial<TrainingUpdate & { kind: 'session' }> = {}): TrainingUpdate {
  return {
    kind: 'session',
    uri: 'file:///moons.bp',
    info: null,
    state,
    curves: curvesUpdateOf([], false),
    surface: null,
    confusion: null,
    ...parts,
  };
}

function isTenth(step: number): boolean {
  return step % 10 === 0;
}
