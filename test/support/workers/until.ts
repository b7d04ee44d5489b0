/** Polls until an asynchronous condition holds. */

import { setTimeout } from 'node:timers/promises';

/** Repeats a look until there is something to see; the test's own time limit ends what never comes. */
export async function until<T>(condition: () => T | undefined | false): Promise<T> {
  for (;;) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    await setTimeout(2);
  }
}
