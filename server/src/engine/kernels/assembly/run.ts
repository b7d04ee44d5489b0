/**
 * Runs instructions, each of which is a row of 32-bit words: what it does, how many words it has, and what it does it to.
 * Addresses are in bytes.
 */

import { adam, chain, gatherSamples, plain, rmsprop, sgd } from '../opcodes';
import * as batch from './batch';
import * as chains from './chain';
import * as optimizers from './optimizers';

@external("host", "computePlainly")
declare function computePlainly(operation: i32): void;

function run<T>(at: usize, end: usize): void {
  while (at < end) {
    const opcode = load<i32>(at);
    const length = load<i32>(at, 4);
    switch (opcode) {
      case plain:
        computePlainly(load<i32>(at, 8));
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
      default:
        unreachable();
    }
    at += <usize>length << 2;
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
