/** What turns a row of numbers into the logarithms of its softmax, without overflow: exp is only taken of what is not above 0. */

/** The largest number of a row and the logarithm of Σ exp(x − largest): log softmax(x) is (x − largest) − logTotal. */
export interface Normaliser {
  readonly largest: number;
  readonly logTotal: number;
}

export function normaliserOf(values: Float64Array, start: number, length: number): Normaliser {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = start; i < start + length; i++) largest = Math.max(largest, values[i]);
  let total = 0;
  for (let i = start; i < start + length; i++) total += Math.exp(values[i] - largest);
  return { largest, logTotal: Math.log(total) };
}
