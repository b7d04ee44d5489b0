/** Sums of runs; in 64 bits in the order of `tensorLoops/sum.ts`, in 32 bits with twice as many partial sums. */

/** Bytes added at a time. */
const stride: usize = 64;
const blockLength: i32 = 128;

export function sumOf<T>(at: usize, length: i32): T {
  if (length > blockLength) {
    const strideLength = <i32>(stride / sizeof<T>());
    const half = (length / 2 / strideLength) * strideLength;
    return <T>(sumOf<T>(at, half) + sumOf<T>(at + <usize>half * sizeof<T>(), length - half));
  }
  const end = at + <usize>length * sizeof<T>();
  const zero = v128.splat<T>(0 as T);
  let first = zero;
  let second = zero;
  let third = zero;
  let fourth = zero;
  for (; at + stride <= end; at += stride) {
    first = v128.add<T>(first, v128.load(at));
    second = v128.add<T>(second, v128.load(at, 16));
    third = v128.add<T>(third, v128.load(at, 32));
    fourth = v128.add<T>(fourth, v128.load(at, 48));
  }
  let total = sumOfLanes<T>(v128.add<T>(v128.add<T>(first, second), v128.add<T>(third, fourth)));
  for (; at < end; at += sizeof<T>()) total = <T>(total + load<T>(at));
  return total;
}

@inline
function sumOfLanes<T>(x: v128): T {
  if (sizeof<T>() == 8) return <T>(v128.extract_lane<T>(x, 0) + v128.extract_lane<T>(x, 1));
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return <T>(f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
}
