/** What is written of a value, and how exactly. */

export interface Shown {
  /** Significant digits. */
  readonly digits: number;
  readonly show: Parts;
}

export interface Parts {
  readonly value: boolean;
  readonly gradient: boolean;
  /** Of a tensor. */
  readonly shape: boolean;
  /** Where a step of training takes it. */
  readonly update: boolean;
}

export const everyPart: Parts = { value: true, gradient: true, shape: true, update: true };
