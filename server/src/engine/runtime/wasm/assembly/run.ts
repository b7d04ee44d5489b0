/**
 * The interpreter: runs instructions, each a row of 32-bit words with its opcode, its length in words and its
 * arguments. Addresses are in bytes.
 */

import {
  adam,
  avgPool,
  fusedElementwise,
  crossEntropyOfClasses,
  crossEntropyOfDistributions,
  gatherSamples,
  gatherWindows,
  reduceMax,
  logSoftmax,
  logSumExp,
  matrixProduct,
  stridedCopy,
  oneHot,
  maxPool,
  callJs,
  rmsprop,
  sgd,
  reduceMin,
  softmax,
  avgPoolBackward,
  maxPoolBackward,
  scatterWindows,
  sum,
  startSums,
  addToSums,
  scalarProgram,
} from '../opcodes';
import * as batch from './tensors/batch';
import * as fused from './elementwise/fusedElementwise';
import * as compensatedSums from './tensors/compensatedSum';
import * as crossEntropies from './tensors/crossEntropy';
import * as products from './products/gemm';
import { computeInJs } from './host';
import * as windows from './tensors/im2col';
import * as copies from './tensors/stridedCopy';
import * as oneHots from './tensors/oneHot';
import { adam as runAdam } from './optimizers/adam';
import { rmsprop as runRmsprop } from './optimizers/rmsprop';
import { sgd as runSgd } from './optimizers/sgd';
import { pool } from './tensors/pooling';
import { reduce } from './tensors/reduce';
import { runScalars } from './generated/scalars';
import * as softmaxes from './tensors/softmax';
import { runScalarProgram } from './generated/scalarProgram';

function run<T>(start: usize, end: usize): void {
  let at = start;
  while (at < end) {
    at = runScalars<T>(at, end);
    if (at == end) return;
    switch (load<i32>(at)) {
      case callJs:
        computeInJs(load<i32>(at, 8));
        break;
      case matrixProduct:
        products.matrixProduct<T>(at);
        break;
      case startSums:
      case addToSums:
        compensatedSums.addTermsAt<T>(at);
        break;
      case gatherWindows:
        windows.gatherWindows<T>(at);
        break;
      case scatterWindows:
        windows.scatterWindows<T>(at);
        break;
      case maxPool:
      case maxPoolBackward:
      case avgPool:
      case avgPoolBackward:
        pool<T>(at);
        break;
      case fusedElementwise:
        fused.fusedElementwise<T>(at);
        break;
      case sum:
      case reduceMax:
      case reduceMin:
        reduce<T>(at);
        break;
      case softmax:
        softmaxes.softmax<T>(at);
        break;
      case logSoftmax:
        softmaxes.logSoftmax<T>(at);
        break;
      case logSumExp:
        softmaxes.logSumExp<T>(at);
        break;
      case crossEntropyOfClasses:
        crossEntropies.crossEntropyOfClasses<T>(at);
        break;
      case crossEntropyOfDistributions:
        crossEntropies.crossEntropyOfDistributions<T>(at);
        break;
      case oneHot:
        oneHots.oneHot<T>(at);
        break;
      case stridedCopy:
        copies.stridedCopy<T>(at);
        break;
      case gatherSamples:
        batch.gatherSamples<T>(at);
        break;
      case sgd:
        runSgd<T>(at);
        break;
      case adam:
        runAdam<T>(at);
        break;
      case rmsprop:
        runRmsprop<T>(at);
        break;
      case scalarProgram:
        runScalarProgram(at);
        break;
      default:
        unreachable();
    }
    at += <usize>load<u32>(at, 4) << 2;
  }
}

/** On 64-bit floats. */
export function run64(at: usize, end: usize): void {
  run<f64>(at, end);
}

/** On 32-bit floats. */
export function run32(at: usize, end: usize): void {
  run<f32>(at, end);
}
