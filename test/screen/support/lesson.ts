/** Models that the screen tests type into. */

/** A model whose first line ends in a number. */
export const lesson = `param x = -2
param y = 5
param z = -4
const target = -10

q = x + y
f = q * z
loss L = (target - f)^2
`;

/** Two calls of one function, which are groups. */
export const layers = `fn unit(x, w) = tanh(x * w)

param v = 0.5
param w = 2
h = unit(1.5, v)
loss L = (unit(h, w) - 1)^2
`;
