/** The number that a scrub holds. */

/** A version of a file's text. */
export interface TextVersion {
  readonly uri: string;
  readonly version: number;
}

export interface HeldNumber {
  /** The text that the number belongs to. */
  readonly text: TextVersion;
  /** The name that the number defines. */
  readonly name: string;
  /** The value in the text. */
  readonly originalValue: number;
  readonly value: number;
  /** Distance moved, in (fractional) steps. */
  readonly distance: number;
  /** True once the number has differed from its start. */
  readonly isMoved: boolean;
  /** A committed or cancelled number is held until the server has answered, so that the old number does not flash. */
  readonly state: 'active' | 'committed' | 'cancelled';
}

/** The fraction of a step to whose multiples moves are rounded. */
export type Granularity = 1 | 0.1;
