/** The table of optimizers: their hyperparameters and update rules, which are those of torch.optim. */

export interface Optimizer {
  readonly name: string;
  /** The name in prose. */
  readonly label: string;
  /** One sentence that states the update. */
  readonly doc: string;
  readonly hyperparameters: readonly Hyperparameter[];
  /** The names of the state buffers, as in the `state_dict` of torch.optim. */
  readonly stateNames: readonly string[];
  /** The state buffers that are means of squares, so never negative. */
  readonly squareStates?: readonly string[];
  /** A hyperparameter without which a step depends on no state; absent if every step does. */
  readonly statefulWith?: string;
  /** The state before the first step of a param with `size` elements. */
  readonly createState: (size: number) => OptimizerState;
  /**
   * Takes a step element by element. Overwrites the value and the state, and allocates nothing.
   * @param gradient the gradient of the objective with respect to this param.
   * @param hyperparameters every hyperparameter of the row, by name.
   */
  readonly step: (
    value: Float64Array,
    gradient: Float64Array,
    state: OptimizerState,
    hyperparameters: Hyperparameters,
  ) => void;
}

/** The optimizer's state of one param. */
export interface OptimizerState {
  /** Steps taken so far. */
  steps: number;
  /** Running averages and sums, each with one number per element of the param. */
  readonly stateBuffers: readonly Float64Array[];
}

/** Undefined if the size of the param has changed, for example because it is read from another file. */
export function compatibleState(state: OptimizerState | undefined, size: number): OptimizerState | undefined {
  return state?.stateBuffers.every(({ length }) => length === size) ? state : undefined;
}

/** A copy of the state of some elements. */
export function sliceState({ steps, stateBuffers }: OptimizerState, start: number, end: number): OptimizerState {
  return { steps, stateBuffers: stateBuffers.map((buffer) => buffer.slice(start, end)) };
}

export function copyState({ steps, stateBuffers }: OptimizerState): OptimizerState {
  return { steps, stateBuffers: stateBuffers.map((buffer) => buffer.slice()) };
}

export interface Hyperparameter {
  readonly name: string;
  readonly default: number;
  readonly range: keyof typeof ranges;
  readonly doc: string;
}

/** The valid range of a hyperparameter: as words that follow "is", and as a predicate. */
interface NumberRange {
  readonly requirement: string;
  readonly contains: (value: number) => boolean;
}

export const ranges = {
  positive: { requirement: 'a positive number', contains: (value) => value > 0 && value < Infinity },
  'non-negative': { requirement: 'a number, 0 or greater', contains: (value) => value >= 0 && value < Infinity },
  fraction: { requirement: 'a number from 0 to less than 1', contains: (value) => value >= 0 && value < 1 },
  switch: { requirement: '0 or 1', contains: (value) => value === 1 || value === 0 },
} as const satisfies Record<string, NumberRange>;

type Hyperparameters = Readonly<Record<string, number>>;

const learningRate = (defaultValue: number): Hyperparameter => ({
  name: 'lr',
  default: defaultValue,
  range: 'positive',
  doc: 'The learning rate: how far a step goes along the negative gradient.',
});

const momentum: Hyperparameter = {
  name: 'momentum',
  default: 0,
  range: 'fraction',
  doc: 'The fraction of the previous step that carries over: steps in the same direction add up.',
};

const epsilon: Hyperparameter = {
  name: 'eps',
  default: 1e-8,
  range: 'non-negative',
  doc: 'Added to the denominator, so that it is never 0.',
};

const weightDecay: Hyperparameter = {
  name: 'weight_decay',
  default: 0,
  range: 'non-negative',
  doc: 'Weight decay: weight_decay · x is added to the gradient, which pulls the value toward 0.',
};

const moments: readonly Hyperparameter[] = [
  { name: 'beta1', default: 0.9, range: 'fraction', doc: 'The decay rate of m, the running mean of the gradient.' },
  {
    name: 'beta2',
    default: 0.999,
    range: 'fraction',
    doc: 'The decay rate of v, the running mean of the squared gradient.',
  },
];

const sgd = withStateBuffers({
  name: 'sgd',
  label: 'SGD',
  stateNames: ['momentum_buffer'],
  statefulWith: 'momentum',
  doc: 'Gradient descent: x ← x − lr · ∂L/∂x. With momentum: x ← x − lr · v, where v ← momentum · v + ∂L/∂x.',
  hyperparameters: [
    learningRate(0.01),
    momentum,
    {
      name: 'nesterov',
      default: 0,
      range: 'switch',
      doc: '1 for Nesterov momentum, which steps along ∂L/∂x + momentum · v.',
    },
    weightDecay,
  ],
  step: (value, gradient, { stateBuffers: [velocity] }, { lr, momentum, nesterov, weight_decay: decay }) => {
    for (let i = 0; i < value.length; i++) {
      let direction = addDecay(gradient[i], value[i], decay);
      if (momentum !== 0) {
        velocity[i] = momentum * velocity[i] + direction;
        direction = nesterov === 0 ? velocity[i] : direction + momentum * velocity[i];
      }
      value[i] -= lr * direction;
    }
  },
});

const adam = withStateBuffers({
  name: 'adam',
  label: 'Adam',
  stateNames: ['exp_avg', 'exp_avg_sq'],
  squareStates: ['exp_avg_sq'],
  doc: 'Adam (Kingma and Ba): x ← x − lr · m / (√v + eps), where m and v are the bias-corrected running means of the gradient and of its square.',
  hyperparameters: [learningRate(0.001), ...moments, epsilon, weightDecay],
  step: (value, gradient, state, hyperparameters) => {
    const { weight_decay: decay } = hyperparameters;
    adamStep(value, gradient, state, hyperparameters, decay, 1);
  },
});

const adamw = withStateBuffers({
  name: 'adamw',
  label: 'AdamW',
  stateNames: ['exp_avg', 'exp_avg_sq'],
  squareStates: ['exp_avg_sq'],
  doc: 'Adam with decoupled weight decay (Loshchilov and Hutter): x ← x − lr · weight_decay · x before each step, independent of the running means.',
  hyperparameters: [
    learningRate(0.001),
    ...moments,
    epsilon,
    { ...weightDecay, default: 0.01, doc: 'The fraction of the value that each step subtracts, times lr.' },
  ],
  step: (value, gradient, state, hyperparameters) => {
    const { lr, weight_decay: decay } = hyperparameters;
    adamStep(value, gradient, state, hyperparameters, 0, 1 - lr * decay);
  },
});

const rmsprop = withStateBuffers({
  name: 'rmsprop',
  label: 'RMSprop',
  stateNames: ['square_avg', 'momentum_buffer'],
  squareStates: ['square_avg'],
  doc: 'RMSprop (Hinton): x ← x − lr · ∂L/∂x / (√v + eps), where v is the running mean of the squared gradient.',
  hyperparameters: [
    learningRate(0.01),
    {
      name: 'alpha',
      default: 0.99,
      range: 'fraction',
      doc: 'The decay rate of v, the running mean of the squared gradient.',
    },
    epsilon,
    momentum,
    weightDecay,
  ],
  step: (value, gradient, { stateBuffers: [square, velocity] }, { lr, alpha, eps, momentum, weight_decay: decay }) => {
    for (let i = 0; i < value.length; i++) {
      const decayedGradient = addDecay(gradient[i], value[i], decay);
      square[i] = alpha * square[i] + (1 - alpha) * decayedGradient * decayedGradient;
      let direction = decayedGradient / (Math.sqrt(square[i]) + eps);
      if (momentum !== 0) {
        velocity[i] = momentum * velocity[i] + direction;
        direction = velocity[i];
      }
      value[i] -= lr * direction;
    }
  },
});

export const optimizers: readonly Optimizer[] = [sgd, adam, adamw, rmsprop];

/** The optimizer of files without a `train` statement. */
export const defaultOptimizer = sgd;

/** An optimizer with its state buffers. The count of steps that its step receives includes this step. */
function withStateBuffers(row: Omit<Optimizer, 'createState'>): Optimizer {
  return {
    ...row,
    createState: (size) => ({ steps: 0, stateBuffers: row.stateNames.map(() => new Float64Array(size)) }),
    step: (value, gradient, state, hyperparameters) => {
      state.steps++;
      row.step(value, gradient, state, hyperparameters);
    },
  };
}

/** Adam's step, with a decay added to the gradient and a scale for the previous value. */
function adamStep(
  value: Float64Array,
  gradient: Float64Array,
  { steps, stateBuffers: [mean, square] }: OptimizerState,
  { lr, beta1, beta2, eps }: Hyperparameters,
  decay: number,
  valueScale: number,
): void {
  const rate = lr / (1 - beta1 ** steps);
  const correction = Math.sqrt(1 - beta2 ** steps);
  for (let i = 0; i < value.length; i++) {
    const decayedGradient = addDecay(gradient[i], value[i], decay);
    mean[i] = beta1 * mean[i] + (1 - beta1) * decayedGradient;
    square[i] = beta2 * square[i] + (1 - beta2) * decayedGradient * decayedGradient;
    value[i] = valueScale * value[i] - (rate * mean[i]) / (Math.sqrt(square[i]) / correction + eps);
  }
}

/** Adds weight decay. Without a decay, an infinite value must not turn the gradient into NaN. */
function addDecay(gradient: number, value: number, decay: number): number {
  return decay === 0 ? gradient : gradient + decay * value;
}
