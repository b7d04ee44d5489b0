/** How many floating-point numbers apart two numbers of one sign are. */
export function ulpsBetween(a: number, b: number): bigint {
  const [first, second] = new BigInt64Array(Float64Array.of(a, b).buffer);
  return first > second ? first - second : second - first;
}
