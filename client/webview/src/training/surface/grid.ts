/** A model's output on a grid, and its contour lines. */

/** Values row by row, the lowest row first; null if not finite. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: readonly (number | null)[];
}

/** A piece of a contour line, in columns and rows. */
export type Segment = readonly [fromColumn: number, fromRow: number, toColumn: number, toRow: number];

/** Contour line at a level by marching squares. */
export function contourSegments({ columns, rows, values }: Grid, threshold: number): readonly Segment[] {
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const valueAt = (columnOffset: number, rowOffset: number) =>
        values[(row + rowOffset) * columns + column + columnOffset] ?? null;
      const cornerValues = [valueAt(0, 0), valueAt(1, 0), valueAt(1, 1), valueAt(0, 1)];
      if (cornerValues.includes(null)) continue;
      const crossings = cellEdges.flatMap(([from, to]) => {
        const [start, end] = [cornerValues[from]! - threshold, cornerValues[to]! - threshold];
        if (start < 0 === end < 0) return [];
        const fraction = start / (start - end);
        const [startCorner, endCorner] = [cornerOffsets[from]!, cornerOffsets[to]!];
        return [
          [
            column + startCorner[0] + fraction * (endCorner[0] - startCorner[0]),
            row + startCorner[1] + fraction * (endCorner[1] - startCorner[1]),
          ] as const,
        ];
      });
      for (let index = 0; index + 1 < crossings.length; index += 2)
        segments.push([...crossings[index]!, ...crossings[index + 1]!]);
    }
  }
  return segments;
}

/** The corners of a cell, counter-clockwise from the lower left, and the edges between them. */
const cornerOffsets = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;
const cellEdges = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 0],
] as const;
