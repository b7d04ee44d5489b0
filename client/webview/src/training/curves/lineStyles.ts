/** Line styles of a plot: distinguishable by color and, without it, by dashes. */

export interface LineStyle {
  /** A theme variable without its `--vscode-` prefix. */
  readonly color: string;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
}

/** Colors that every theme defines, all of them opaque. */
const colors = ['charts-blue', 'charts-yellow', 'charts-purple', 'charts-green', 'charts-red'];
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [9, 3, 2, 3]];

/** The style at an index: neighbors differ in color and dashes. */
export function lineStyleAt(index: number): LineStyle {
  return { color: colors[index % colors.length]!, dash: dashes[index % dashes.length]! };
}
