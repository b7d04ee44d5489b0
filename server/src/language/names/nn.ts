/** The library of layers, written in the language itself: `nn.bp`, in scope in every file. */

export const nn = `# A layer of n units: every unit sums its weighted inputs, and adds its bias.
fn dense(x, n) {
  param W[size(x, -1), n] ~ glorot()
  param b[n] ~ zeros()
  return x @ W + b
}

# Two hidden layers of n units and tanh, then m outputs.
fn mlp(x, n, m) {
  h1 = tanh(dense(x, n))
  h2 = tanh(dense(h1, n))
  out = dense(h2, m)
  return out
}

# Every query takes a mean of the values, weighted by how well it matches their keys.
fn attention(q, k, v) {
  scores = q @ matrix_transpose(k) / sqrt(size(k, -1))
  weights = softmax(scores, axis = -1)
  return weights @ v
}
`;
