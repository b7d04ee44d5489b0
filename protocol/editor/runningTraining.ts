/** The files whose training is taking steps, pushed when they change, so that a client can offer to stop it. */

export const runningTrainingMethod = 'backprop/runningTraining';

export interface RunningTraining {
  readonly uris: readonly string[];
}
