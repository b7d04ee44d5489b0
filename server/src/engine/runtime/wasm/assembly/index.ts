/** Everything that the host may call. */

export { run32, run64 } from './run';

/** Where the memory begins that is the host's: what lies before it belongs to the kernels. */
export function memoryStart(): usize {
  return __heap_base;
}
