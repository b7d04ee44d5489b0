/** Ratios of workloads to their reference loops, compared with the recorded ones. */

/** Time of each workload relative to its reference loop, by name. */
export type Ratios = Readonly<Record<string, number>>;

export interface Verdict {
  readonly name: string;
  readonly ratio: number;
  /** Undefined if no ratio was recorded. */
  readonly recorded: number | undefined;
  readonly isKept: boolean;
}

/** Allowed factor over the recorded ratio, as machines differ and other processes compete for caches. */
export const allowance = 1.5;

/** Compares ratios with the recorded ones; a workload without a recorded ratio fails. */
export function verdictsOf(measured: Ratios, recorded: Ratios): readonly Verdict[] {
  return Object.entries(measured).map(([name, ratio]) => ({
    name,
    ratio,
    recorded: recorded[name],
    isKept: name in recorded && ratio <= allowance * recorded[name],
  }));
}
