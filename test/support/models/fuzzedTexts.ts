/** Arbitrary file contents: random tokens, and valid models with random edits. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';

/** Words of the language and other tokens, chosen so that random sequences often parse far. */
const tokens = [
  ...['const', 'param', 'data', 'loss', 'fn', 'train', 'expect', 'import', 'return', 'within'],
  ...['x', 'y', 'L', 'q', 'sum', 'relu', 'where', 'sgd', 'lr', 'axis', 'grad', 'T', '사과', '__proto__', 'constructor'],
  ...[' and ', ' or ', 'not '],
  ...['**', '~=', '<=', '==', '+', '-', '−', '*', '/', '%', '@', '^', '=', '<', '~', '≈', ':', '.', '∂', ','],
  ...['(', ')', '[', ']', '{', '}', '1', '2.5', '1e-3', '1e999', '3a', '"s"', '"', '#c', '$', '\\'],
  ...['\n', '\n', '\n', '\r\n', '\r', ' ', '\t', '\ufeff', '\0', '\ud800', '\udc00', '😀', '\u2028'],
  ...['"mean"', 'f', 'f(x)', 'h.W', 'h_2.b', 'x[0, 1:3]', '[::-1]', '[x, y]', 'dense(y, 2)', ' ~ glorot()', 'csv("a")'],
  ...['\nfn f(x, y = 2) = ', '\nfn f(x) {\n  ', '\n  return x\n}\n', '\n  param W[2] ~ normal(0, 1)\n', '\nh = f(x)\n'],
  ...['for', 'in', '..', 't', 'h[t - 1]', '\nfor t in 1..3 {\n  ', '\n  h[t] = h[t - 1] * x\n}\n', '\nh[0] = 1\n'],
  ...['∂L/∂x', '\nparam x = 2\n', '\nloss L = x^2\n', '\nparam y = [1, 2]\n', '\nq = ', '\nexpect '],
];

const token = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...tokens) },
  fc.string({ unit: 'binary', maxLength: 3 }),
);

const randomTokens = fc
  .tuple(fc.array(token, { maxLength: 50 }), fc.constantFrom('', ' '))
  .map(([parts, separator]) => parts.join(separator));

/** Models that use every feature of the language. */
export const sampleModels: readonly string[] = [
  ...['lesson', 'shop', 'chain-rule', 'four-nodes', 'linear-regression'].map(example),
  `# Recurrences: two names in a block, a block in a block, and one in a function.
const T = 3
data x = [[1, 2, 3], [4, 5, 6]]
param W[1, 2] ~ normal(0, 0.5)
fn decayed(a, n) {
  param k = 0.5
  s[0] = a
  for i in 1..n { s[i] = k * s[i - 1] + i }
  return s[n]
}

h[0] = zeros([2, 2])
c[0] = 1
for t in 1..T {
  z = x[:, t - 1:t] @ W  # of this step
  r[0] = c[t - 1]
  for i in 1..2 {
    param g = 0.9
    r[i] = g * r[i - 1]
  }
  h[t] = tanh(z + h[t - 1] * r[2])
  c[t] = decayed(mean(h[t]), 2)
}
loss L = mean(h[1:]) + c[T]^2
expect size(h, 0) ≈ 4
`,
  `param mu = [0.5, -0.5]
param s = [0.1, 0.2]
const n = 3
# Noise.
eps[n, 2] ~ normal()
z = mu + exp(s) * eps
fn noisy(x) {
  u[2] ~ uniform(-0.1, high = 0.1)
  return x + u
}
mask ~ bernoulli([0.5, 0.75])
token[0] = 1
for t in 1..4 {
  token[t] ~ categorical([0, token[t - 1]])
}
loss L = mean(noisy(z)^2 * mask) + 0.1 * mean(token) * sum(mu)
train sgd(lr = 0.1)`,
  `# Functions, randomly initialized params, indices, members and texts in quotes.
const width = 3
fn scaled(x, by = width - 1) = by * x

# A layer with two sets of weights.
fn layer(x, n) {
  # One for each input and unit.
  param W[size(x, -1), n] ~ normal(0, std = 0.5)
  param gain = 0.5
  const half = 1 / 2
  h = tanh(x @ W + [0.1, 0.2, 0.3] * gain)

  return (h * gain +
    dense(x, n) * half)  # both
}
fn twice(x, n) { return layer(layer(x, n), n) }

data X = [[1, 2], [3, 4], [5, 6]]
data y = [0, 1, 1]
param V[2, width] ~ glorot()
param s ~ uniform(-1, hi = 1)
fn regular(λ) = λ * sum(V^2)
before = sigmoid(0)
fn sigmoid(x) = 0.5 + 0.5 * tanh(x / 2)
h = layer(X, width) + twice(x = X / 10, n = width)
net = mlp(h[:, ::-1], 4, 2)
k = attention(h, h, [h[0], h[1, :], scaled(h[-1], by = 0.5)])
both = [h[0, 1:3], V[:, 0]] @ V * before
loss fit = mse(sigmoid(net[:, 0]), y, reduction = "mean") + mean(dense(k, 1)) * s
loss size = regular(0.01) + sum(both) * h_3.gain + h_2.b[0]
shown = ∂fit/∂net.h1.W + ∂(net.out.b[0] * s)/∂s
train adam(lr = 0.1 * (1 - step / steps), beta1 = 0.9 - 0.01 * epoch, batch = 3, epochs = 3, seed = 7, shuffle = 0, clip_norm = 1, until = fit < 1e-3) for h, net.h1, V
expect sum(fit.W) ≈ sum(fit.W[::-1, :])`,
  `# Two layers.
data X = [[1, 2, 3], [4, 5, 6]]
data y = [1, 0]
param W = [[0.1, -0.2], [0.3, 0.4],
  [1e-9, − 0.1]]  # weights
param b = [0.5, -0.5]
h = relu(X @ W + b)
p = sigmoid(sum(h, axis = 1) / 100)
loss fit = mean((p - y)^2)
loss small = 0.1 * sum(W * W)
size = where(sum(b) > 0, 1, 2) * ∂fit/∂b
train sgd(lr = 0.1)
expect sum(y) ≈ 1 within 1e-6`,
];

function example(name: string): string {
  return readFileSync(new URL(`../../../examples/${name}.bp`, import.meta.url), 'utf8');
}

/** A valid model after a few edits. */
const editedModels = fc
  .tuple(
    fc.constantFrom(...sampleModels),
    fc.array(fc.record({ offset: fc.nat(), length: fc.nat(8), inserted: fc.oneof(fc.constant(''), token) }), {
      maxLength: 4,
    }),
    fc.constantFrom('\n', '\r\n', '\r'),
  )
  .map(([model, edits, newline]) =>
    edits
      .reduce((text, { offset, length, inserted }) => {
        const start = offset % (text.length + 1);
        return text.slice(0, start) + inserted + text.slice(start + length);
      }, model)
      .replaceAll('\n', newline),
  );

export const fuzzedTexts: fc.Arbitrary<string> = fc.oneof(randomTokens, editedModels);

/** Labels and names with a meaning in the languages of exported graphs: DOT, Mermaid's Markdown, XML. */
export const awkwardTexts: readonly string[] = [
  ...[
    '+',
    '- a',
    '1. a',
    '# t',
    '"q"',
    "it's",
    'a|b',
    '[x](y)',
    '<b>&amp;</b>',
    '&quot;',
    '{a}',
    'a\\',
    '\\N\\l',
    '`code`',
  ],
  ...[
    '**bold**',
    'x_y_z',
    'line\nbreak',
    'end',
    'subgraph',
    '∂L/∂x',
    '학습🎉',
    'style: #35;',
    '%%{init}%%',
    'a;b',
    '-->',
  ],
  ...['@a{shape}', 'a -> b', ']]>', '<!-- a -->', '2^2', '1.5', '.5 .'],
];
