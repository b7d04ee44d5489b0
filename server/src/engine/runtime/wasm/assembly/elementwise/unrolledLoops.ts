/**
 * Unrolled loops over a block of elements. The vectors of a chunk are all computed before the first is stored, since V8
 * pairs vectors only if there is no load between their stores.
 */

import { chunkBytes } from '../../fusedElementwiseFormat';
import { vectorBinary, vectorTernary, vectorUnary } from '../generated/formulas';

const chunk: usize = chunkBytes;

@inline
export function unaryLoop<T>(opcode: i32, bytes: usize, output: usize, a: usize, strideA: usize): void {
  const end = output + bytes;
  for (; output + chunk <= end; output += chunk) {
    const first = vectorUnary<T>(opcode, v128.load(a));
    const second = vectorUnary<T>(opcode, v128.load(a, 16));
    const third = vectorUnary<T>(opcode, v128.load(a, 32));
    const fourth = vectorUnary<T>(opcode, v128.load(a, 48));
    v128.store(output, first);
    v128.store(output, second, 16);
    v128.store(output, third, 32);
    v128.store(output, fourth, 48);
    a += strideA;
  }
  for (; output + 16 <= end; output += 16, a += 16) v128.store(output, vectorUnary<T>(opcode, v128.load(a)));
  for (; output < end; output += sizeof<T>(), a += sizeof<T>()) {
    storeLane<T>(output, vectorUnary<T>(opcode, v128.splat<T>(load<T>(a))));
  }
}

@inline
export function binaryLoop<T>(
  opcode: i32,
  bytes: usize,
  output: usize,
  a: usize,
  strideA: usize,
  b: usize,
  strideB: usize,
): void {
  const end = output + bytes;
  for (; output + chunk <= end; output += chunk) {
    const first = vectorBinary<T>(opcode, v128.load(a), v128.load(b));
    const second = vectorBinary<T>(opcode, v128.load(a, 16), v128.load(b, 16));
    const third = vectorBinary<T>(opcode, v128.load(a, 32), v128.load(b, 32));
    const fourth = vectorBinary<T>(opcode, v128.load(a, 48), v128.load(b, 48));
    v128.store(output, first);
    v128.store(output, second, 16);
    v128.store(output, third, 32);
    v128.store(output, fourth, 48);
    a += strideA;
    b += strideB;
  }
  for (; output + 16 <= end; output += 16, a += 16, b += 16) {
    v128.store(output, vectorBinary<T>(opcode, v128.load(a), v128.load(b)));
  }
  for (; output < end; output += sizeof<T>(), a += sizeof<T>(), b += sizeof<T>()) {
    storeLane<T>(output, vectorBinary<T>(opcode, v128.splat<T>(load<T>(a)), v128.splat<T>(load<T>(b))));
  }
}

@inline
export function ternaryLoop<T>(
  opcode: i32,
  bytes: usize,
  output: usize,
  a: usize,
  strideA: usize,
  b: usize,
  strideB: usize,
  c: usize,
  strideC: usize,
): void {
  const end = output + bytes;
  for (; output + chunk <= end; output += chunk) {
    const first = vectorTernary<T>(opcode, v128.load(a), v128.load(b), v128.load(c));
    const second = vectorTernary<T>(opcode, v128.load(a, 16), v128.load(b, 16), v128.load(c, 16));
    const third = vectorTernary<T>(opcode, v128.load(a, 32), v128.load(b, 32), v128.load(c, 32));
    const fourth = vectorTernary<T>(opcode, v128.load(a, 48), v128.load(b, 48), v128.load(c, 48));
    v128.store(output, first);
    v128.store(output, second, 16);
    v128.store(output, third, 32);
    v128.store(output, fourth, 48);
    a += strideA;
    b += strideB;
    c += strideC;
  }
  for (; output + 16 <= end; output += 16, a += 16, b += 16, c += 16) {
    v128.store(output, vectorTernary<T>(opcode, v128.load(a), v128.load(b), v128.load(c)));
  }
  for (; output < end; output += sizeof<T>(), a += sizeof<T>(), b += sizeof<T>(), c += sizeof<T>()) {
    storeLane<T>(output, vectorTernary<T>(opcode, v128.splat<T>(load<T>(a)), v128.splat<T>(load<T>(b)), v128.splat<T>(load<T>(c))));
  }
}

@inline
function storeLane<T>(output: usize, value: v128): void {
  store<T>(output, v128.extract_lane<T>(value, 0));
}
