/** What is written of a value, and how exactly. */

export interface DisplayOptions {
  /** Significant digits. */
  readonly digits: number;
  readonly show: DisplayParts;
}

export interface DisplayParts {
  readonly value: boolean;
  readonly gradient: boolean;
  /** Of a tensor. */
  readonly shape: boolean;
  /** Where a step of training takes it. */
  readonly update: boolean;
}

export const allParts: DisplayParts = { value: true, gradient: true, shape: true, update: true };
