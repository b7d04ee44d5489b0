/** Polls until an asynchronous condition holds. */

import { setTimeout } from 'node:timers/promises';

/** Polls until the condition returns a value; otherwise the timeout of the test ends it. */
export async function until<T>(condition: () => T | undefined | false): Promise<T> {
  for (;;) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    await setTimeout(2);
  }
}
