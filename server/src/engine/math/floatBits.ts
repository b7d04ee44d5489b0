/** The bits of numbers: their high words, and powers of two, which are made of nothing but an exponent. */

const word = new Float64Array(1);
const halves = new Uint32Array(word.buffer);
word[0] = 1;
const [low, high] = halves[0] === 0 ? [0, 1] : [1, 0];

/** Sign, exponent and the first 20 bits of what follows. */
export function highWord(x: number): number {
  word[0] = x;
  return halves[high];
}

/** The number with the lower 32 bits cleared, so that its square is exact. */
export function withoutLowWord(x: number): number {
  word[0] = x;
  halves[low] = 0;
  return word[0];
}

const leastPower = -1074;
const powers = Float64Array.from({ length: 1023 - leastPower + 1 }, (_, place) => 2 ** (place + leastPower));

/** 2 to the power of a whole number from −1074 to 1023; anything of NaN. */
export function powerOfTwo(power: number): number {
  return powers[(power - leastPower) | 0];
}
