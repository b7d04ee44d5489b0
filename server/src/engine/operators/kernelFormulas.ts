/**
 * Elementwise formulas that have kernels without being operators: `scripts/buildKernels.ts` compiles them as it compiles
 * the rows. `test/engine/training/fusion.test.ts` compares the derivatives with the gradient rules of the rows.
 */

/** The formula of instructions that copy elements, such as those of `expand`. */
export const copy = (x: number): number => x;

/** An adjoint times the derivative of tanh, given the value of tanh. */
export const tanhVjp = (adjoint: number, y: number): number => adjoint * (1 - y * y);

/** An adjoint times the derivative of sigmoid, given the value of sigmoid. */
export const sigmoidVjp = (adjoint: number, y: number): number => adjoint * (y * (1 - y));
