/** The model that the screen tests type into: its first line ends in a number. */

export const lesson = `param x = -2
param y = 5
param z = -4
const target = -10

q = x + y
f = q * z
loss L = (target - f)^2
`;
