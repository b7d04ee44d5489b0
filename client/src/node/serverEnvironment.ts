/** Environment variables of the server process. */

import { join } from 'node:path';

/** @param codeFolder the folder with the server's code. */
export function serverEnvironment(codeFolder: string): Readonly<Record<string, string>> {
  return {
    // Without a writable cache the code is compiled at each start.
    NODE_COMPILE_CACHE: join(codeFolder, 'compiled'),
    // On Linux each thread would otherwise keep its own mostly empty malloc arenas.
    MALLOC_ARENA_MAX: '2',
    MALLOC_TRIM_THRESHOLD_: '65536',
    MALLOC_TOP_PAD_: '65536',
  };
}
