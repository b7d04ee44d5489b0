/** Request for the backward pass of an open file as a document. */

import { type FileParams, fileParams } from '../shared/schema.ts';

export const backwardPassMethod = 'backprop/backwardPass';

export const backwardPassParams = fileParams;
export type BackwardPassParams = FileParams;

/**
 * A `.bp` document that evaluates to the gradients of the file, or the reason why there is none, as a sentence for the
 * user.
 */
export type BackwardPassResult = { readonly text: string } | { readonly refusal: string };
