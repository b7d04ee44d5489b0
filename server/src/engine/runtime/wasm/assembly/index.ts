/** The exports of the kernels. */

export { run32, run64 } from './run';

/** The address from which the host may allocate; memory below it belongs to the kernels. */
export function memoryStart(): usize {
  return __heap_base;
}
