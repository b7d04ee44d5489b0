/** Draws of large params in time slices, shared by all analyses that need the same values. */

import type { InitialDraws } from '../language/lowering/context.ts';
import { SlicedWork } from './timeSlices.ts';

/** Draws in progress, of all models, by everything that determines their values. */
const drawing = new Map<string, SlicedWork<Float64Array>>();

/**
 * The draws of one analysis. Each starts when the previous one has ended, so that a model never draws more than its
 * limits allow.
 */
export class SlicedDraws implements InitialDraws {
  readonly #drawn = new Map<string, Float64Array>();
  #pending: Promise<void> | undefined;

  /** Resolves when the values that were asked for are drawn; undefined if all are. */
  get pending(): Promise<void> | undefined {
    return this.#pending;
  }

  draw(key: string, values: () => Generator<undefined, Float64Array>): Float64Array | undefined {
    const drawn = this.#drawn.get(key);
    if (drawn || this.#pending) return drawn;
    const work = drawing.get(key) ?? startDrawing(key, values());
    if (work.result) return work.result;
    this.#pending = work.finished.then(() => {
      this.#pending = undefined;
      if (work.result) this.#drawn.set(key, work.result);
    });
    return undefined;
  }
}

function startDrawing(key: string, values: Generator<undefined, Float64Array>): SlicedWork<Float64Array> {
  const work = new SlicedWork(values);
  if (work.isFinished) return work;
  drawing.set(key, work);
  void work.finished.finally(() => drawing.delete(key)).catch(() => undefined);
  return work;
}
