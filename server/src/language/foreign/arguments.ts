/** Keywords of arguments in NumPy, PyTorch, Keras and scikit-learn, and the parameters that they are here. */

const parametersByKeyword: Readonly<Record<string, readonly string[]>> = {
  axis: ['dim', 'dims', 'dimension'],
  keep: ['keepdim', 'keepdims', 'keep_dims'],
  lr: ['learning_rate', 'learningRate', 'learning_rate_init', 'step_size', 'rate', 'eta', 'eta0'],
  momentum: ['mu', 'beta'],
  alpha: ['rho', 'smoothing'],
  weight_decay: ['weightDecay', 'wd', 'l2', 'decay'],
  beta1: ['beta_1', 'b1', 'betas'],
  beta2: ['beta_2', 'b2'],
  eps: ['epsilon'],
  batch: ['batch_size', 'batchSize', 'minibatch', 'mini_batch'],
  epochs: ['n_epochs', 'num_epochs', 'nb_epoch', 'max_iter', 'epoch', 'n_iter', 'iterations'],
  seed: ['random_state', 'random_seed', 'rng'],
  holdout: ['validation_split', 'val_split', 'test_size', 'validation_fraction'],
  precision: ['dtype'],
  slope: ['negative_slope'],
  std: ['stddev', 'sd', 'scale', 'sigma'],
  mean: ['loc', 'mu'],
  lo: ['low', 'a', 'minval', 'min', 'min_val'],
  hi: ['high', 'b', 'maxval', 'max', 'max_val'],
  rate: ['p'],
  count: ['num_classes', 'num', 'n', 'N'],
  size: ['kernel_size', 'pool_size'],
  groups: ['num_groups', 'n_groups'],
  k: ['diagonal', 'offset'],
  pad_width: ['pad', 'padding'],
  value: ['constant_values', 'fill_value'],
};

const keywords = new Map<string, string[]>();
for (const [parameter, others] of Object.entries(parametersByKeyword)) {
  for (const other of others) keywords.set(other, [...(keywords.get(other) ?? []), parameter]);
}

/** The parameter that a keyword of another framework means, among those of a function. */
export function parameterFor(keyword: string, parameters: Iterable<string>): string | undefined {
  const candidates = keywords.get(keyword);
  if (candidates === undefined) return undefined;
  for (const parameter of parameters) if (candidates.includes(parameter)) return parameter;
  return undefined;
}
