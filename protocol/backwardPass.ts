/** Request for the backward pass of an open file as a document. */

export const backwardPassMethod = 'backprop/backwardPass';

export interface BackwardPassParams {
  readonly uri: string;
}

/**
 * A `.bp` document that evaluates to the gradients of the file, or the reason why there is none, as a sentence for the
 * user.
 */
export type BackwardPassResult = { readonly text: string } | { readonly refusal: string };
