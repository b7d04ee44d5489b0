/** What a step of a chain makes of each element: numbers that the planner writes and the kernels read. Compiled by both languages. */

export const copy = 0;
export const negate = 1;
export const abs = 2;
export const sqrt = 3;
export const square = 4;
export const sign = 5;
export const floor = 6;
export const relu = 7;

export const add = 16;
export const subtract = 17;
export const multiply = 18;
export const divide = 19;
export const maximum = 20;
export const minimum = 21;
export const less = 22;
export const lessEqual = 23;
export const greater = 24;
export const greaterEqual = 25;
export const equal = 26;
export const notEqual = 27;
export const leakyRelu = 28;
/** An adjoint times the slope of tanh or of sigmoid, given their value: no operator, but what several are together. */
export const tanhVjp = 29;
export const sigmoidVjp = 30;

export const where = 32;
export const clip = 33;
export const hardtanh = 34;

/** Functions of one number, without a gap from exp to cosh. */
export const exp = 64;
export const expm1 = 65;
export const log = 66;
export const log1p = 67;
export const tanh = 68;
export const erf = 69;
export const sigmoid = 70;
export const softplus = 71;
export const silu = 72;
export const gelu = 73;
export const selu = 74;
export const sin = 75;
export const cos = 76;
export const tan = 77;
export const asin = 78;
export const acos = 79;
export const atan = 80;
export const sinh = 81;
export const cosh = 82;

/** Functions of two. */
export const elu = 96;
export const power = 97;

/** On a tape alone: a constant, and what has no step. */
export const literal = 40;
export const unsupported = 41;

/** How many bytes a step writes at a time. An operand that is one number for all is read from so many bytes of it. */
export const strideBytes = 64;

/** How many elements a chain works at before it begins with the next ones: what it makes of them stays in the first cache. */
export const blockLength = 512;

/** How an operand of a chain lies: an element for each, one for all, for each column or for each row, or in a register. */
export const fullLayout = 0;
export const scalarLayout = 1;
export const rowLayout = 2;
export const columnLayout = 3;
export const registerLayout = 4;
