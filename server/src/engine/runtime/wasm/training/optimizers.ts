/** The kernels of the optimizers, by their names in `optimize.ts`, and the numbers that each is told at a step. */

import { adam, rmsprop, sgd } from '../opcodes.ts';

type Hyperparameters = Readonly<Record<string, number>>;

export interface OptimizerKernel {
  readonly opcode: number;
  /** Writes what the kernel is told. @param steps how many steps of a param this one makes. */
  readonly tell: (numbers: Float64Array, hyperparameters: Hyperparameters, steps: number) => void;
}

/** How many numbers a kernel is told at most. */
export const mostNumbers = 9;

export const optimizerKernels: Readonly<Record<string, OptimizerKernel>> = {
  sgd: {
    opcode: sgd,
    tell: (numbers, { lr, momentum, nesterov, weight_decay: decay }) => {
      numbers[0] = lr;
      numbers[1] = momentum;
      numbers[2] = nesterov;
      numbers[3] = decay;
    },
  },
  adam: {
    opcode: adam,
    tell: (numbers, hyperparameters, steps) => {
      tellMoments(numbers, hyperparameters, steps);
      numbers[7] = hyperparameters.weight_decay;
      numbers[8] = 1;
    },
  },
  adamw: {
    opcode: adam,
    tell: (numbers, hyperparameters, steps) => {
      tellMoments(numbers, hyperparameters, steps);
      numbers[7] = 0;
      numbers[8] = 1 - hyperparameters.lr * hyperparameters.weight_decay;
    },
  },
  rmsprop: {
    opcode: rmsprop,
    tell: (numbers, { lr, alpha, eps, momentum, weight_decay: decay }) => {
      numbers[0] = lr;
      numbers[1] = alpha;
      numbers[2] = 1 - alpha;
      numbers[3] = eps;
      numbers[4] = momentum;
      numbers[5] = decay;
    },
  },
};

function tellMoments(numbers: Float64Array, { lr, beta1, beta2, eps }: Hyperparameters, steps: number): void {
  numbers[0] = lr / (1 - beta1 ** steps);
  numbers[1] = Math.sqrt(1 - beta2 ** steps);
  numbers[2] = eps;
  numbers[3] = beta1;
  numbers[4] = 1 - beta1;
  numbers[5] = beta2;
  numbers[6] = 1 - beta2;
}
