/** How far the pointer and the keys move a number: one row a key, and what a modifier makes of a step. */

import type { Grain } from './scrub.ts';

/** Over how many pixels the pointer moves a number by one step. */
const pixelsAStep = 4;

/** In steps, by the name of a key in the browser. */
const stepsOfKeys: Readonly<Record<string, number>> = {
  ArrowUp: 1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

type Modifiers = Pick<KeyboardEvent, 'shiftKey' | 'altKey'>;

export interface Way {
  /** In steps. */
  readonly by: number;
  readonly grain: Grain;
}

/** A drag comes to whole steps, but for one that is made finer. */
export function wayOfDrag(pixels: number, modifiers: Modifiers): Way {
  return { by: (pixels / pixelsAStep) * gearOf(modifiers), grain: modifiers.altKey ? 0.1 : 1 };
}

/** Undefined for a key that moves nothing. What was once made finer stays so. */
export function wayOfKey({ key, ...modifiers }: Modifiers & Pick<KeyboardEvent, 'key'>): Way | undefined {
  const steps = stepsOfKeys[key];
  return steps === undefined ? undefined : { by: steps * gearOf(modifiers), grain: 0.1 };
}

function gearOf({ shiftKey, altKey }: Modifiers): number {
  return (shiftKey ? 10 : 1) * (altKey ? 0.1 : 1);
}
