/** Waits for what other threads and the other end of a connection do in their own time. */

import { setTimeout } from 'node:timers/promises';

/** Repeats a look until there is something to see; the test's own time limit ends what never comes. */
export async function until<T>(condition: () => T | undefined | false): Promise<T> {
  for (;;) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    await setTimeout(2);
  }
}
