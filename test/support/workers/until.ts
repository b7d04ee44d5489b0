/** Waits for what other threads and the other end of a connection do in their own time. */

import { setTimeout } from 'node:timers/promises';

/** Repeats a look until there is something to see; the test's own time limit ends what never comes. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    await setTimeout(2);
  }
}
