/** Areas of the canvas that are taken, in a grid for a fast search. */

import { overlaps, type Rectangle } from '../layout/box.ts';

/** Side of a cell in pixels, about as long as a label. */
const cellSize = 96;

interface Taken {
  readonly area: Rectangle;
  /** Index of the body; undefined for a label. */
  readonly body: number | undefined;
}

export class Occupancy {
  readonly #cells = new Map<string, Taken[]>();

  constructor(bodies: readonly Rectangle[]) {
    bodies.forEach((area, body) => {
      this.#insert({ area, body });
    });
  }

  add(area: Rectangle): void {
    this.#insert({ area, body: undefined });
  }

  /** @param ownBody index of the body that the label may cover. */
  isFree(area: Rectangle, ownBody: number | undefined): boolean {
    return cellsOf(area).every((cell) =>
      (this.#cells.get(cell) ?? []).every(
        (taken) => (taken.body !== undefined && taken.body === ownBody) || !overlaps(taken.area, area),
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
