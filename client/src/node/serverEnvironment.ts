/** How the process of the server is set up, beyond what it inherits. */

import { join } from 'node:path';

/** @param codeFolder the folder of the server's code. */
export function serverEnvironment(codeFolder: string): Readonly<Record<string, string>> {
  return {
    // Where nothing can be written, it is compiled each time.
    NODE_COMPILE_CACHE: join(codeFolder, 'compiled'),
    // On Linux each thread would keep heaps of its own, most of each empty, and what compiling took of them for good.
    MALLOC_ARENA_MAX: '2',
    MALLOC_TRIM_THRESHOLD_: '65536',
    MALLOC_TOP_PAD_: '65536',
  };
}
