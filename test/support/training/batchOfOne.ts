/** A model with NaN in one mini-batch: the standard deviation of a single sample is 0, so that `h` is 0 / 0. */
export const batchOfOne = `data X = [1, 2, 4, 8, 16, 32, 64]
data y = [1, 2, 3, 4, 5, 6, 7]
param w = 1
h = (X - mean(X)) / std(X)
loss L = mse(h * w, y)
train sgd(lr = 0.01, batch = 3, epochs = 1)
`;
