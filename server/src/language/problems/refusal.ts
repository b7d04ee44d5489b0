/**
 * The result of an action that can't be carried out: the reason, as a sentence for the user.
 *
 * Failures of other kinds: a `Problem` is displayed at a range of the text; a `Mismatch` says why shapes don't fit an
 * operator; a `FileError` says why a model can't use a file, and a `ReadFailure` why bytes can't be decoded.
 */

export interface Refusal {
  readonly refusal: string;
}

export function isRefusal(outcome: object): outcome is Refusal {
  return 'refusal' in outcome;
}
