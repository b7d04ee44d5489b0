/**
 * Takes back the last step of training where it has moved params beside the text alone, which no undo of the editor takes
 * back. The answer is whether there was one: else the editor's own undo does it.
 */

export const stepBackMethod = 'backprop/stepBack';

export interface StepBackParams {
  readonly uri: string;
}
