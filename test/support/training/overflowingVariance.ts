/** Models in which the variance of `batch_norm` overflows, but no param and no gradient does. */

/** In the first step. */
export const overflowingVariance = `data X = [[1e200], [-1e200]]
param w = 1
z = batch_norm(X)
loss L = mean(z) + w^2
train sgd(lr = 0.1)
`;

/** In step 5, where the input is exp(401). */
export const laterOverflowingVariance = `data X = [[1], [-1]]
param w = 1
z = batch_norm(X * detach(exp(w)))
loss L = mean(z) - 100 * w
train sgd(lr = 1, epochs = 9)
`;

/** The end of a message about it. */
export const varianceAdvice =
  'The mean or the variance of the input of batch_norm overflows. Scale the input down. If the loss was growing, try a smaller lr.';
