/** Functions of NumPy, PyTorch, JAX and Python under the names that they have there, and what to write for them. */

import { operatorsByCall } from '../../engine/operators/table.ts';

/** A formula in place of a call, such as `x^y` for `pow(x, y)`. */
export interface Formula {
  readonly parameters: readonly string[];
  readonly text: string;
}

/** The same function under another name. */
const renamed: Readonly<Record<string, string>> = {
  absolute: 'abs',
  amax: 'max',
  amin: 'min',
  arccos: 'acos',
  arcsin: 'asin',
  arctan: 'atan',
  arctan2: 'atan2',
  around: 'round',
  average: 'mean',
  binary_cross_entropy: 'bce',
  binary_cross_entropy_with_logits: 'bce_with_logits',
  cat: 'concat',
  clamp: 'clip',
  concatenate: 'concat',
  expit: 'sigmoid',
  fabs: 'abs',
  huber_loss: 'huber',
  identity: 'eye',
  inverse: 'inv',
  l1_loss: 'mae',
  ln: 'log',
  logistic: 'sigmoid',
  maximum: 'max',
  minimum: 'min',
  mse_loss: 'mse',
  numel: 'size',
  permute: 'transpose',
  range: 'arange',
  rint: 'round',
  sgn: 'sign',
  sqr: 'square',
  stop_gradient: 'detach',
  swish: 'silu',
  take: 'gather',
  take_along_dim: 'take_along_axis',
  vdot: 'dot',
  view: 'reshape',
  σ: 'sigmoid',
  Σ: 'sum',
  '∑': 'sum',
};

const formulas: ReadonlyMap<string, Formula> = new Map(
  [
    'add(x, y) = x + y',
    'bmm(x, y) = x @ y',
    'cbrt(x) = sign(x) * abs(x)^(1 / 3)',
    'divide(x, y) = x / y',
    'div(x, y) = x / y',
    'exp2(x) = 2^x',
    'fmod(x, y) = sign(x) * (abs(x) % abs(y))',
    'len(x) = size(x, 0)',
    'logical_and(x, y) = x and y',
    'logical_not(x) = not x',
    'logical_or(x, y) = x or y',
    'log10(x) = log(x) / log(10)',
    'logdet(x) = log(det(x))',
    'log2(x) = log(x) / log(2)',
    'matmul(x, y) = x @ y',
    'mm(x, y) = x @ y',
    'mod(x, y) = x % y',
    'mul(x, y) = x * y',
    'multiply(x, y) = x * y',
    'neg(x) = -x',
    'negative(x) = -x',
    'ones_like(x) = 0 * x + 1',
    'pow(x, y) = x^y',
    'power(x, y) = x^y',
    'reciprocal(x) = 1 / x',
    'remainder(x, y) = x % y',
    'rsqrt(x) = 1 / sqrt(x)',
    'sub(x, y) = x - y',
    'subtract(x, y) = x - y',
    'zeros_like(x) = 0 * x',
  ].map((row) => {
    const [, name, parameters, text] = /^(\w+)\((.*)\) = (.*)$/.exec(row)!;
    return [name, { parameters: parameters.split(', '), text }] as const;
  }),
);

/** Functions that make a tensor of their argument, which is one already, and what to write. */
const wrappers: ReadonlyMap<string, string> = new Map([
  ...['array', 'asarray', 'tensor', 'Tensor', 'FloatTensor', 'as_tensor'].map((name) => [name, '[…]'] as const),
  ...['Parameter', 'Variable', 'constant', 'double', 'float', 'float32', 'float64'].map((name) => [name, 'x'] as const),
]);

/** Functions whose shape may be written as several arguments, and the number of arguments before it. */
const argumentsBeforeShape: Readonly<Record<string, number>> = {
  expand: 1,
  ones: 0,
  reshape: 1,
  transpose: 1,
  zeros: 0,
};

/** The formula to write for a function; undefined if it is not written as one. */
export function formulaFor(name: string): Formula | undefined {
  return formulas.get(name);
}

export function isTensorWrapper(name: string): boolean {
  return wrappers.has(name);
}

/** The name that a function has here; undefined if it is unknown. */
export function nativeName(name: string): string | undefined {
  if (operatorsByCall(name).length > 0) return name;
  return Object.hasOwn(renamed, name) ? renamed[name] : undefined;
}

/** The number of arguments before the shape, for a function that takes one. */
export function shapeIndexOf(name: string): number | undefined {
  return Object.hasOwn(argumentsBeforeShape, name) ? argumentsBeforeShape[name] : undefined;
}

/** Methods that return their tensor as it is. */
const identityMethods: ReadonlySet<string> = new Set([
  ...['clone', 'contiguous', 'copy', 'cpu', 'cuda', 'data', 'double', 'float', 'item', 'numpy', 'requires_grad_'],
  ...['to', 'tolist', 'type', 'astype', 'eval'],
]);

/** Layers and losses as classes of PyTorch and Keras. */
const layers: Readonly<Record<string, string>> = {
  BCELoss: 'bce(prediction, target)',
  BCEWithLogitsLoss: 'bce_with_logits(logits, target)',
  BatchNorm1d: 'batch_norm(x)',
  BatchNorm2d: 'batch_norm(x)',
  Conv2d: 'conv2d(x, kernel)',
  ConvTranspose2d: 'conv_transpose2d(x, kernel)',
  CrossEntropyLoss: 'cross_entropy(logits, target)',
  Dense: 'dense(x, …)',
  Dropout: 'dropout(x)',
  Embedding: 'embedding(indices, table)',
  GELU: 'gelu(x)',
  GroupNorm: 'group_norm(x, groups)',
  L1Loss: 'mae(prediction, target)',
  LayerNorm: 'layer_norm(x)',
  LeakyReLU: 'leaky_relu(x)',
  Linear: 'dense(x, …)',
  MSELoss: 'mse(prediction, target)',
  MaxPool2d: 'max_pool2d(x, size)',
  RMSNorm: 'rms_norm(x)',
  ReLU: 'relu(x)',
  Sequential: 'h = tanh(dense(x, …))',
  Sigmoid: 'sigmoid(x)',
  Softmax: 'softmax(x)',
  Tanh: 'tanh(x)',
};

export function nativeLayerText(name: string): string | undefined {
  return Object.hasOwn(layers, name) ? layers[name] : undefined;
}

export function isIdentityMethod(name: string): boolean {
  return identityMethods.has(name);
}

/** What to write for a method of a value: `sum(x)` for `x.sum()`. */
export function nativeMethodText(name: string, owner: string, hasArguments: boolean): string | undefined {
  if (isIdentityMethod(name)) return owner;
  if (name === 't') return `${owner}.T`;
  const formula = formulaFor(name);
  if (formula) return formula.text.replace(/\bx\b/g, owner);
  const known = nativeName(name);
  return known && `${known}(${withoutParentheses(owner)}${hasArguments ? ', …' : ''})`;
}

/** A value without the parentheses around all of it. */
export function withoutParentheses(source: string): string {
  return /^\((?:[^()]|\([^()]*\))*\)$/.test(source) ? source.slice(1, -1) : source;
}

/** What to write for a function, as messages name it: `x^y`, or `atan(…)`. */
export function nativeFunctionText(name: string): string | undefined {
  const formula = formulaFor(name);
  if (formula) return formula.text;
  if (wrappers.has(name)) return wrappers.get(name);
  const known = nativeName(name);
  return known === undefined ? undefined : `${known}(…)`;
}
