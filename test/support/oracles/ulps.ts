/** Distance of two numbers of the same sign in units in the last place. */
export function ulpsBetween(a: number, b: number): bigint {
  const [first, second] = new BigInt64Array(Float64Array.of(a, b).buffer);
  return first > second ? first - second : second - first;
}
