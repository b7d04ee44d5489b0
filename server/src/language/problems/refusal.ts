/** The result of an action that can't be carried out: the reason, as a sentence for the user. */

export interface Refusal {
  readonly refusal: string;
}

export function isRefusal(outcome: object): outcome is Refusal {
  return 'refusal' in outcome;
}
