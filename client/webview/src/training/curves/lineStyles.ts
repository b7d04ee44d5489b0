/** How the lines of a plot are told apart: by colour, and without it by their dashes. */

export interface LineStyle {
  /** A variable of the theme, without its `--vscode-`. */
  readonly color: string;
  /** Lengths of strokes and gaps, in pixels; none for an unbroken line. */
  readonly dash: readonly number[];
}

/** Those that every kind of theme has, and none of them translucent. */
const colors = ['charts-blue', 'charts-yellow', 'charts-purple', 'charts-green', 'charts-red'];
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [9, 3, 2, 3]];

/** The style of the line at a place: neighbours differ in both. */
export function lineStyleAt(index: number): LineStyle {
  return { color: colors[index % colors.length]!, dash: dashes[index % dashes.length]! };
}
