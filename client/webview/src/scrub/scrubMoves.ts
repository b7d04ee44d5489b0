/** Scrub distances of pointer and keys: one row per key, and the effect of modifiers. */

import type { Granularity } from './heldNumber.ts';

/** Pixels per step when dragging. */
const pixelsPerStep = 4;

/** In steps, by the key's browser name. */
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

/** A drag moves whole steps, unless a modifier makes it finer. */
export function moveForDrag(pixels: number, modifiers: Modifiers): ScrubMove {
  return { delta: (pixels / pixelsPerStep) * speedFactor(modifiers), granularity: modifiers.altKey ? 0.1 : 1 };
}

/** Undefined for keys that move nothing. A fine drag stays fine. */
export function moveForKey({ key, ...modifiers }: Modifiers & Pick<KeyboardEvent, 'key'>): ScrubMove | undefined {
  const steps = stepsByKey[key];
  return steps === undefined ? undefined : { delta: steps * speedFactor(modifiers), granularity: 0.1 };
}

function speedFactor({ shiftKey, altKey }: Modifiers): number {
  return (shiftKey ? 10 : 1) * (altKey ? 0.1 : 1);
}
