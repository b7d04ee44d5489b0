/** What a client asks for to show the reverse pass of an open file as a document, by the request `backprop/backwardPass`. */

export const backwardPassMethod = 'backprop/backwardPass';

export interface BackwardPassParams {
  readonly uri: string;
}

/** The text of a `.bp` document that evaluates to the gradients of the file; or why there is none, as a sentence for the user. */
export type BackwardPassResult = { readonly text: string } | { readonly refusal: string };
