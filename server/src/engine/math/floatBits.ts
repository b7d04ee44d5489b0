/** The bits of numbers: their high words, and powers of two, which are made of nothing but an exponent. */

const floatView = new Float64Array(1);
const wordView = new Uint32Array(floatView.buffer);
floatView[0] = 1;
const [lowIndex, highIndex] = wordView[0] === 0 ? [0, 1] : [1, 0];

/** Sign, exponent and the first 20 bits of what follows. */
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

/** 2 to the power of a whole number from −1074 to 1023; anything of NaN. */
export function powerOfTwo(power: number): number {
  return powersOfTwo[(power - minPower) | 0];
}
