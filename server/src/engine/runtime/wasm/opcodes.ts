/**
 * Opcodes of the instructions and the layout of their arguments, which codegen writes and the AssemblyScript kernels
 * read. Both languages compile this file.
 */

/** Calls JavaScript to compute an operation without a kernel, in place. */
export const callJs = 0;

/**
 * Matrix products of equal shapes: `rows, columns, inner, a, row and column stride of a, b, row and column stride of b,
 * output, row stride of output, pack buffer, accumulate, bias, group sums`, then for each product the offsets of its
 * operands and its output from a, b and output. Strides and offsets count elements. `pack buffer` is 0, or has room for 64
 * bytes per row of a block of b, and panels of b are packed there. `bias` is a row added to every row of each product, or 0.
 * `group sums` has room for twice the output if the products of an element have more than one group; then the output can't
 * be accumulated.
 */
export const matrixProduct = 16;

/** Adding terms to sums with the rounding errors of the previous additions: `elements, sums, errors, terms`. */
export const startSums = 23;
export const addToSums = 24;

/**
 * Gathering and scattering image windows; scattering starts from zero at the first row. `input, offset of the image,
 * channels, height, width, kernel height, kernel width, stride, padding, positions per row, first row, rows, windows,
 * weight stride, window stride, size of the windows`. Positions and strides count elements.
 */
export const gatherWindows = 17;
export const scatterWindows = 18;

/**
 * Pooling forward and backward: `pooled (one element per window), image (what the windows cover), selector (decides which
 * element is the maximum), planes, height, width, window rows, window columns, window size, stride, padding`.
 */
export const maxPool = 19;
export const maxPoolBackward = 20;
export const avgPool = 21;
export const avgPoolBackward = 22;

/** Fused elementwise operations; the arguments are described in `assembly/elementwise/fusedElementwise.ts`. */
export const fusedElementwise = 32;

/**
 * Reductions: `input, output, output elements, divisor, errors, axes`, then for each axis its length and its stride in the
 * output, in elements. Kept and reduced axes alternate. `errors` is 0, or has room for as many elements as the output has,
 * for the rounding errors of sums.
 */
export const sum = 36;
export const reduceMax = 37;
export const reduceMin = 38;

/** Along the rows of a matrix: `rows, columns, input, output, scratch`. */
export const softmax = 40;
export const logSoftmax = 41;
export const logSumExp = 42;

/**
 * Cross-entropies of samples, with class or probability targets: `rows, columns, logits, target, losses, softmax,
 * scratch`. The softmax of the logits is written to `softmax` unless that is 0.
 */
export const crossEntropyOfClasses = 44;
export const crossEntropyOfDistributions = 45;

/** `rows, columns, classes, output`. */
export const oneHot = 46;

/**
 * Strided copy: `source, offset in elements, target, offset in elements, axes`, then for each axis `length, source
 * stride, target stride, 0`.
 */
export const stridedCopy = 47;

/** Copies the samples of a batch one after another: `samples, bytes per sample, all samples, list of their indices, output`. */
export const gatherSamples = 48;

/** Optimizer updates. */
export const sgd = 49;
export const adam = 50;
export const rmsprop = 51;

/** Runs a scalar program from its flat arrays. */
export const scalarProgram = 60;

/**
 * The opcode of a run of scalar operations is this plus the elementwise opcode. Arguments: the node count, the address
 * of the first output (the others follow it), then the operand addresses of each node.
 */
export const firstScalarOpcode = 64;
