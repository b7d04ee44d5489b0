/** What an instruction does: the words that the planner writes and the kernels in AssemblyScript read. Compiled by both languages. */

/** Calls back: whatever has no kernel of its own is computed in TypeScript, in place. */
export const callJs = 0;

/**
 * Products of matrices of the same shapes: `rows, columns, inner, a, its row and column stride, b, its row and column stride,
 * output, its row stride, scratch, whether they are added to what is there, a row that is added to each of theirs`, then for each
 * product where its operands begin, and where it does, counted from a, b and output. Strides and places count numbers. With
 * scratch, which is 0 or room for 64 bytes a row of b, panels of b are packed there. Without a row that is 0.
 */
export const matrixProduct = 16;

/**
 * What a kernel sees as it moves over an image, and the way back, which begins at zero in the first row: `input, where the image
 * begins, channels, height, width, kernel height, kernel width, stride, padding, places in a row, first row, rows, windows, weight
 * stride, place stride, how many windows there are`. Places and strides count numbers.
 */
export const gatherWindows = 17;
export const scatterWindows = 18;

/**
 * Pooling and its ways back: `what has a number for each window, what is seen through the windows, what chooses, planes, height,
 * width, windows below each other, windows side by side, their size, stride and padding`.
 */
export const maxPool = 19;
export const maxPoolBackward = 20;
export const avgPool = 21;
export const avgPoolBackward = 22;

/** Takes every element of some tensors through the steps of `steps.ts`. */
export const chain = 32;

/**
 * Reductions: `input, output, how many elements that has, divisor, axes`, then of each axis its length and its step in the output,
 * in elements; axes that are kept and axes that are reduced take turns.
 */
export const sum = 36;
export const reduceMax = 37;
export const reduceMin = 38;

/** Along the rows of a matrix: `rows, columns, input, output, scratch`. */
export const softmax = 40;
export const logSoftmax = 41;
export const logSumExp = 42;

/**
 * The cross-entropies of samples, whose targets are classes or a probability for each: `rows, columns, logits, target, losses, where
 * the softmax of the logits is left, scratch`; it isn't made where that is 0.
 */
export const crossEntropyOfClasses = 44;
export const crossEntropyOfDistributions = 45;

/** `rows, columns, classes, output`. */
export const oneHot = 46;

/** Puts elements elsewhere: `from, how many elements behind it, to, how many elements behind it, axes`, then of each axis `length, from, to, 0`. */
export const move = 56;

/** Puts the samples of a batch one after another. */
export const gatherSamples = 48;

/** A step of an optimizer. */
export const sgd = 49;
export const adam = 50;
export const rmsprop = 51;

/** Runs scalars as they lie in the flat arrays of a program. */
export const tape = 60;

/**
 * What single elements go through: of each step of `steps.ts`, the opcode that is so much larger. The arguments are how many nodes
 * there are and where the first output lies, which the others follow, and then the addresses of each node's operands in turn.
 */
export const firstScalarOpcode = 64;
