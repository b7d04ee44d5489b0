/** Access to the bits of float64 numbers: high words, low words and powers of two. */

const floatView = new Float64Array(1);
const wordView = new Uint32Array(floatView.buffer);
floatView[0] = 1;
const [lowIndex, highIndex] = wordView[0] === 0 ? [0, 1] : [1, 0];

/** The upper 32 bits: sign, exponent and the first 20 bits of the fraction. */
export function highWord(x: number): number {
  floatView[0] = x;
  return wordView[highIndex];
}

/** The number with the lower 32 bits cleared, so that its square is exact. */
export function clearLowWord(x: number): number {
  floatView[0] = x;
  wordView[lowIndex] = 0;
  return floatView[0];
}

const minPower = -1074;
const powersOfTwo = Float64Array.from({ length: 1023 - minPower + 1 }, (_, index) => 2 ** (index + minPower));

/** 2^power for an integer from −1074 to 1023; an arbitrary number for NaN. */
export function powerOfTwo(power: number): number {
  return powersOfTwo[(power - minPower) | 0];
}
