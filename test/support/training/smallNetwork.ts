/** A network of one hidden layer on eight samples, in the language and in PyTorch. */

/** The data and the params. */
export const networkText = `data X = [[1, 2], [3, -1], [0.5, 0.25], [-1, 0], [2, 2], [0, 3], [1, -2], [-2, 1]]
data y = [1, 0, 1, 1, 0, 1, 0, 0.5]
param W = [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]]
param b = [0.01, 0.02, 0.03]
param v = [0.7, -0.8, 0.9]
`;

/** The same, with the list `params`. */
export const networkScript = `
import json, math, torch
torch.set_default_dtype(torch.float64)
X = torch.tensor([[1, 2], [3, -1], [0.5, 0.25], [-1, 0], [2, 2], [0, 3], [1, -2], [-2, 1]])
y = torch.tensor([1, 0, 1, 1, 0, 1, 0, 0.5])
params = [torch.tensor(p).requires_grad_() for p in ([[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]], [0.01, 0.02, 0.03], [0.7, -0.8, 0.9])]
W, b, v = params
`;
