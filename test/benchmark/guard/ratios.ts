/** Ratios of workloads to their reference loops, compared with the recorded ones. */

/** How long a work takes beside its reference, by the name of the work. */
export type Ratios = Readonly<Record<string, number>>;

export interface Verdict {
  readonly name: string;
  readonly ratio: number;
  /** Undefined where none was recorded. */
  readonly recorded: number | undefined;
  readonly isKept: boolean;
}

/** A ratio may be so many times the recorded one: machines of one kind differ, and what others do there costs caches. */
export const allowance = 1.5;

/** A work that was never recorded is not kept: nobody would notice it getting slower. */
export function verdictsOf(measured: Ratios, recorded: Ratios): readonly Verdict[] {
  return Object.entries(measured).map(([name, ratio]) => ({
    name,
    ratio,
    recorded: recorded[name],
    isKept: name in recorded && ratio <= allowance * recorded[name],
  }));
}
