/** Has garbage wait until there is three times as much of it as of what is in use. */

import { setFlagsFromString } from 'node:v8';

/**
 * Each key in a long file leaves the version before it behind, for which V8 by itself looks through the whole heap at every fifteenth key,
 * 3 to 10 ms while somebody types. Small files leave too little for it to matter.
 */
export function raiseHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=300');
}
