/** Display options: the parts of a value that are shown, and the number of digits. */

export interface DisplayOptions {
  /** Significant digits. */
  readonly digits: number;
  readonly show: DisplayParts;
  /** False to leave out the sparklines of tensors; true by default. */
  readonly hasSparklines?: boolean;
}

export interface DisplayParts {
  readonly value: boolean;
  readonly gradient: boolean;
  /** The shape of a tensor. */
  readonly shape: boolean;
  /** The value of a param after one training step. */
  readonly update: boolean;
}

export const allParts: DisplayParts = { value: true, gradient: true, shape: true, update: true };
