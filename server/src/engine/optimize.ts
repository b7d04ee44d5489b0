/** The optimizers: one row each, with what they take and how they move a parameter. */

export interface Optimizer {
  readonly name: string;
  /** One sentence with the update in it. */
  readonly doc: string;
  readonly hyperparameters: readonly Hyperparameter[];
  /** The new value of a parameter, from its value and the gradient of the objective, element by element. */
  readonly update: (
    value: Float64Array,
    gradient: Float64Array,
    hyperparameters: Readonly<Record<string, number>>,
  ) => Float64Array;
}

export interface Hyperparameter {
  readonly name: string;
  readonly default: number;
  readonly doc: string;
}

const sgd: Optimizer = {
  name: 'sgd',
  doc: 'Gradient descent: x ← x − lr · ∂L/∂x.',
  hyperparameters: [
    { name: 'lr', default: 0.01, doc: 'The learning rate: how far a step goes along the negative gradient.' },
  ],
  update: (value, gradient, { lr }) => value.map((x, i) => x - lr * gradient[i]),
};

export const optimizers: readonly Optimizer[] = [sgd];

/** What a file without a `train` statement trains with. */
export const defaultOptimizer = sgd;
