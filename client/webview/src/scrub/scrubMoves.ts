/** How far the pointer and the keys move a number: one row a key, and what a modifier makes of a step. */

import type { Granularity } from './scrub.ts';

/** Over how many pixels the pointer moves a number by one step. */
const pixelsPerStep = 4;

/** In steps, by the name of a key in the browser. */
const stepsByKey: Readonly<Record<string, number>> = {
  ArrowUp: 1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

type Modifiers = Pick<KeyboardEvent, 'shiftKey' | 'altKey'>;

export interface ScrubMove {
  /** In steps. */
  readonly delta: number;
  readonly granularity: Granularity;
}

/** A drag comes to whole steps, but for one that is made finer. */
export function moveForDrag(pixels: number, modifiers: Modifiers): ScrubMove {
  return { delta: (pixels / pixelsPerStep) * speedFactor(modifiers), granularity: modifiers.altKey ? 0.1 : 1 };
}

/** Undefined for a key that moves nothing. What was once made finer stays so. */
export function moveForKey({ key, ...modifiers }: Modifiers & Pick<KeyboardEvent, 'key'>): ScrubMove | undefined {
  const steps = stepsByKey[key];
  return steps === undefined ? undefined : { delta: steps * speedFactor(modifiers), granularity: 0.1 };
}

function speedFactor({ shiftKey, altKey }: Modifiers): number {
  return (shiftKey ? 10 : 1) * (altKey ? 0.1 : 1);
}
