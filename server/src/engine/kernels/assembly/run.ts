/**
 * Runs instructions, each of which is a row of 32-bit words: what it does, how many words it has, and what it does it to.
 * Addresses are in bytes.
 */

import {
  adam,
  chain,
  gatherSamples,
  gatherWindows,
  matrixProduct,
  plain,
  rmsprop,
  sgd,
  spreadWindows,
  tape,
} from '../opcodes';
import * as batch from './batch';
import * as chains from './chain';
import * as products from './gemm';
import { computePlainly } from './host';
import * as windows from './imageWindows';
import * as optimizers from './optimizers';
import { singles } from './singles';
import * as tapes from './tape';

function run<T>(start: usize, end: usize): void {
  let at = start;
  while (at < end) {
    at = singles<T>(at, end);
    if (at == end) return;
    switch (load<i32>(at)) {
      case plain:
        computePlainly(load<i32>(at, 8));
        break;
      case matrixProduct:
        products.matrixProduct<T>(at);
        break;
      case gatherWindows:
        windows.gatherWindows<T>(at);
        break;
      case spreadWindows:
        windows.spreadWindows<T>(at);
        break;
      case chain:
        chains.chain<T>(at);
        break;
      case gatherSamples:
        batch.gatherSamples<T>(at);
        break;
      case sgd:
        optimizers.sgd<T>(at);
        break;
      case adam:
        optimizers.adam<T>(at);
        break;
      case rmsprop:
        optimizers.rmsprop<T>(at);
        break;
      case tape:
        tapes.tape(at);
        break;
      default:
        unreachable();
    }
    at += <usize>load<u32>(at, 4) << 2;
  }
}

/** Over numbers of 64 bits. */
export function run64(at: usize, end: usize): void {
  run<f64>(at, end);
}

/** Over numbers of 32 bits. */
export function run32(at: usize, end: usize): void {
  run<f32>(at, end);
}
