/** What a run of statements or of operations is called: `lines 1–100`. */

import type { Group } from './groups.ts';
import type { Standings } from './standings.ts';

export function runLabel(run: Group, around: Group | undefined, standings: Standings): string {
  const [first, last] = [run.start, run.end - 1].map((component) => lineOf(component, standings));
  if (first !== undefined && last !== undefined && first < last) return `lines ${first}–${last}`;
  const start = around?.start ?? 0;
  return `operations ${run.start - start + 1}–${run.end - start}`;
}

/** Counted from 1, in whatever file the component is written. */
function lineOf(component: number, standings: Standings): number | undefined {
  const { module, statement, expression } = standings.standingOf(component);
  const range = statement ?? expression;
  return range && module.lines.positionAt(range.start).line + 1;
}
