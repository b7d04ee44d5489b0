/** Models of the size that a course ends with: a convolutional network as LeNet, and a transformer of four blocks. */

/** Images with a gradient in another direction each, as a nested list. */
function images(count: number, side: number): string {
  const list = (length: number, item: (index: number) => string) =>
    `[${Array.from({ length }, (_, index) => item(index)).join(', ')}]`;
  const pixel = (image: number, row: number, column: number) =>
    (((row * (image + 1) + column * (count - image)) % side) / side).toFixed(2);
  return list(count, (image) => list(1, () => list(side, (row) => list(side, (column) => pixel(image, row, column)))));
}

export const lenet = `# LeNet-5 on images of 28 × 28 pixels.
data X = ${images(2, 28)}
data digit = [0, 1]

param K1[6, 1, 5, 5] ~ glorot()
param c1[6, 1, 1] ~ zeros()
param K2[16, 6, 5, 5] ~ glorot()
param c2[16, 1, 1] ~ zeros()
param W3[400, 120] ~ glorot()
param b3[120] ~ zeros()
param W4[120, 84] ~ glorot()
param b4[84] ~ zeros()
param W5[84, 10] ~ glorot()
param b5[10] ~ zeros()

h1 = relu(conv2d(X, K1, padding = 2) + c1)
p1 = max_pool2d(h1, size = 2)
h2 = relu(conv2d(p1, K2) + c2)
p2 = max_pool2d(h2, size = 2)
flat = reshape(p2, [2, 400])
h3 = relu(flat @ W3 + b3)
h4 = relu(h3 @ W4 + b4)
logits = h4 @ W5 + b5
loss L = cross_entropy(logits, digit)
accuracy = mean(argmax(logits, axis = 1) == digit)

train adam(lr = 0.01, epochs = 2, seed = 1)
`;

export const transformer = `# A transformer of four blocks that reads two sequences of six tokens.
data tokens = [[0, 3, 1, 4, 2, 5], [5, 1, 0, 2, 4, 3]]
data next = [[3, 1, 4, 2, 5, 0], [1, 0, 2, 4, 3, 5]]

fn projection(x, n) {
  param W[size(x, -1), n] ~ glorot()
  return x @ W
}

fn normalized(x) {
  param gain[size(x, -1)] ~ ones()
  param shift[size(x, -1)] ~ zeros()
  return layer_norm(x) * gain + shift
}

fn block(x, n) {
  a = normalized(x)
  attended = x + dense(attention(projection(a, n), projection(a, n), projection(a, n)), n)
  m = normalized(attended)
  return attended + dense(gelu(dense(m, 4 * n)), n)
}

param table[6, 8] ~ glorot()
param position[6, 8] ~ glorot()

x0 = embedding(tokens, table) + position
x1 = block(x0, 8)
x2 = block(x1, 8)
x3 = block(x2, 8)
x4 = block(x3, 8)
logits = dense(normalized(x4), 6)
loss L = cross_entropy(reshape(logits, [12, 6]), reshape(next, [12]))

train adam(lr = 0.01, epochs = 2, seed = 1)
`;
