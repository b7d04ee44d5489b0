/**
 * Request to undo the last training step if it changed only params that the text does not hold, which the editor's
 * undo does not cover. The result is whether there was such a step; if not, the client falls back to the editor's
 * undo.
 */

import { type FileParams, fileParams } from '../shared/schema.ts';

export const stepBackMethod = 'backprop/stepBack';

export const stepBackParams = fileParams;
export type StepBackParams = FileParams;
