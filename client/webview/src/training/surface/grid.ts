/** The output of a model over a plane: the numbers of a surface, and the line on which they have a value. */

/** Values row by row, the lowest row first; null where not finite. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: readonly (number | null)[];
}

/** A piece of the line on which the grid has a value, in columns and rows. */
export type Segment = readonly [fromColumn: number, fromRow: number, toColumn: number, toRow: number];

/** The line on which the output has a value, between the four corners of each cell in turn. */
export function contourOf({ columns, rows, values }: Grid, level: number): readonly Segment[] {
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corner = (right: number, up: number) => values[(row + up) * columns + column + right] ?? null;
      const corners = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
      if (corners.includes(null)) continue;
      const crossings = edges.flatMap(([from, to]) => {
        const [start, end] = [corners[from]! - level, corners[to]! - level];
        if (start < 0 === end < 0) return [];
        const share = start / (start - end);
        const [a, b] = [places[from]!, places[to]!];
        return [[column + a[0] + share * (b[0] - a[0]), row + a[1] + share * (b[1] - a[1])] as const];
      });
      for (let i = 0; i + 1 < crossings.length; i += 2) segments.push([...crossings[i]!, ...crossings[i + 1]!]);
    }
  }
  return segments;
}

/** The corners of a cell, counter-clockwise from the lower left, and the edges between them. */
const places = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;
const edges = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 0],
] as const;
