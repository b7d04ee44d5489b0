/** Areas of the canvas that are taken, in a grid for a fast search. */

import { overlaps, type Rectangle } from '../layout/box.ts';

/** Side of a cell in pixels, about as long as a label. */
const cellSize = 96;

interface Taken {
  readonly area: Rectangle;
  /** Index of the node whose body or label it is; undefined for another text. */
  readonly node: number | undefined;
}

export class Occupancy {
  readonly #cells = new Map<string, Taken[]>();

  constructor(bodies: readonly Rectangle[]) {
    bodies.forEach((area, node) => {
      this.#insert({ area, node });
    });
  }

  add(area: Rectangle, node: number | undefined): void {
    this.#insert({ area, node });
  }

  /** @param ownNode index of the node whose body and labels may be covered. */
  isFree(area: Rectangle, ownNode: number | undefined): boolean {
    return cellsOf(area).every((cell) =>
      (this.#cells.get(cell) ?? []).every(
        ({ node, area: taken }) => (node !== undefined && node === ownNode) || !overlaps(taken, area),
      ),
    );
  }

  #insert(taken: Taken): void {
    for (const cell of cellsOf(taken.area)) {
      const existing = this.#cells.get(cell);
      if (existing) existing.push(taken);
      else this.#cells.set(cell, [taken]);
    }
  }
}

function cellsOf({ x, y, width, height }: Rectangle): readonly string[] {
  const cells: string[] = [];
  for (let column = Math.floor(x / cellSize); column * cellSize <= x + width; column++) {
    for (let row = Math.floor(y / cellSize); row * cellSize <= y + height; row++) cells.push(`${column} ${row}`);
  }
  return cells;
}
