/** Keeps compiled WebAssembly code until the process ends. */

import { setFlagsFromString } from 'node:v8';

/**
 * V8 may crash when threads use and free the same wrapper of an imported function (nodejs/node#64500). The kernels and
 * their wrappers are compiled once and take less than a megabyte, so nothing is lost by keeping them.
 */
export function disableWasmCodeGc(): void {
  setFlagsFromString('--no-wasm-code-gc');
}
