/** The optimizer kernels by optimizer name, and the arguments each takes at a step. */

import { adam, rmsprop, sgd } from '../../runtime/wasm/opcodes.ts';
import {
  adamBeta1,
  adamBeta2,
  adamCorrection,
  adamDecay,
  adamEps,
  adamOneMinusBeta1,
  adamOneMinusBeta2,
  adamRate,
  adamValueScale,
  rmspropAlpha,
  rmspropDecay,
  rmspropEps,
  rmspropMomentum,
  rmspropOneMinusAlpha,
  rmspropRate,
  sgdDecay,
  sgdMomentum,
  sgdNesterov,
  sgdRate,
} from '../../runtime/wasm/optimizerArgs.ts';

type Hyperparameters = Readonly<Record<string, number>>;

export interface OptimizerKernel {
  readonly opcode: number;
  /** Writes the kernel's arguments. @param steps the number of this step for its params. */
  readonly writeArgs: (args: Float64Array, hyperparameters: Hyperparameters, steps: number) => void;
}

export const optimizerKernels: Readonly<Record<string, OptimizerKernel>> = {
  sgd: {
    opcode: sgd,
    writeArgs: (args, { lr, momentum, nesterov, weight_decay: decay }) => {
      args[sgdRate] = lr;
      args[sgdMomentum] = momentum;
      args[sgdNesterov] = nesterov;
      args[sgdDecay] = decay;
    },
  },
  adam: {
    opcode: adam,
    writeArgs: (args, hyperparameters, steps) => {
      writeMomentArgs(args, hyperparameters, steps);
      args[adamDecay] = hyperparameters.weight_decay;
      args[adamValueScale] = 1;
    },
  },
  adamw: {
    opcode: adam,
    writeArgs: (args, hyperparameters, steps) => {
      writeMomentArgs(args, hyperparameters, steps);
      args[adamDecay] = 0;
      args[adamValueScale] = 1 - hyperparameters.lr * hyperparameters.weight_decay;
    },
  },
  rmsprop: {
    opcode: rmsprop,
    writeArgs: (args, { lr, alpha, eps, momentum, weight_decay: decay }) => {
      args[rmspropRate] = lr;
      args[rmspropAlpha] = alpha;
      args[rmspropOneMinusAlpha] = 1 - alpha;
      args[rmspropEps] = eps;
      args[rmspropMomentum] = momentum;
      args[rmspropDecay] = decay;
    },
  },
};

function writeMomentArgs(args: Float64Array, { lr, beta1, beta2, eps }: Hyperparameters, steps: number): void {
  args[adamRate] = lr / (1 - beta1 ** steps);
  args[adamCorrection] = Math.sqrt(1 - beta2 ** steps);
  args[adamEps] = eps;
  args[adamBeta1] = beta1;
  args[adamOneMinusBeta1] = 1 - beta1;
  args[adamBeta2] = beta2;
  args[adamOneMinusBeta2] = 1 - beta2;
}
