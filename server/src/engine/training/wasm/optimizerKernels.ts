/** The optimizer kernels by optimizer name, and the arguments each takes at a step. */

import { adam, rmsprop, sgd } from '../../runtime/wasm/opcodes.ts';

type Hyperparameters = Readonly<Record<string, number>>;

export interface OptimizerKernel {
  readonly opcode: number;
  /** Writes the kernel's arguments. @param steps the number of this step for its params. */
  readonly writeArgs: (args: Float64Array, hyperparameters: Hyperparameters, steps: number) => void;
}

/** The largest number of arguments. */
export const maxOptimizerArgs = 9;

export const optimizerKernels: Readonly<Record<string, OptimizerKernel>> = {
  sgd: {
    opcode: sgd,
    writeArgs: (args, { lr, momentum, nesterov, weight_decay: decay }) => {
      args[0] = lr;
      args[1] = momentum;
      args[2] = nesterov;
      args[3] = decay;
    },
  },
  adam: {
    opcode: adam,
    writeArgs: (args, hyperparameters, steps) => {
      writeMomentArgs(args, hyperparameters, steps);
      args[7] = hyperparameters.weight_decay;
      args[8] = 1;
    },
  },
  adamw: {
    opcode: adam,
    writeArgs: (args, hyperparameters, steps) => {
      writeMomentArgs(args, hyperparameters, steps);
      args[7] = 0;
      args[8] = 1 - hyperparameters.lr * hyperparameters.weight_decay;
    },
  },
  rmsprop: {
    opcode: rmsprop,
    writeArgs: (args, { lr, alpha, eps, momentum, weight_decay: decay }) => {
      args[0] = lr;
      args[1] = alpha;
      args[2] = 1 - alpha;
      args[3] = eps;
      args[4] = momentum;
      args[5] = decay;
    },
  },
};

function writeMomentArgs(args: Float64Array, { lr, beta1, beta2, eps }: Hyperparameters, steps: number): void {
  args[0] = lr / (1 - beta1 ** steps);
  args[1] = Math.sqrt(1 - beta2 ** steps);
  args[2] = eps;
  args[3] = beta1;
  args[4] = 1 - beta1;
  args[5] = beta2;
  args[6] = 1 - beta2;
}
