/** Sums with the rounding errors of their additions; in 64 bits in the order of `tensorLoops/compensatedSum.ts`. */

import { startSums } from '../../opcodes';

/** The rounding error of each lane of a + b; 0 unless all numbers are finite. @param sum the rounded a + b. */
@inline
export function roundingErrors<T>(a: v128, b: v128, sum: v128): v128 {
  const roundedB = v128.sub<T>(sum, a);
  const errors = v128.add<T>(v128.sub<T>(a, v128.sub<T>(sum, roundedB)), v128.sub<T>(b, roundedB));
  return v128.and(errors, v128.eq<T>(errors, errors));
}

@inline
export function roundingError<T>(a: T, b: T, sum: T): T {
  const roundedB = <T>(sum - a);
  const error = <T>(<T>(a - <T>(sum - roundedB)) + <T>(b - roundedB));
  return error == error ? error : <T>0;
}

/** Runs a `startSums` or `addToSums` instruction. */
export function addTermsAt<T>(at: usize): void {
  const count = load<i32>(at, 8);
  const sums = load<usize>(at, 12);
  const errors = load<usize>(at, 16);
  if (load<i32>(at) == startSums) {
    memory.fill(sums, 0, count * sizeof<T>());
    memory.fill(errors, 0, count * sizeof<T>());
  }
  addTerms<T>(sums, errors, load<usize>(at, 20), count);
}

/** Adds terms to as many sums. All are contiguous. */
export function addTerms<T>(sums: usize, errors: usize, terms: usize, count: i32): void {
  const end = sums + <usize>count * sizeof<T>();
  for (; sums + 16 <= end; sums += 16, errors += 16, terms += 16) {
    const sum = v128.load(sums);
    const term = v128.add<T>(v128.load(terms), v128.load(errors));
    const next = v128.add<T>(sum, term);
    v128.store(errors, roundingErrors<T>(sum, term, next));
    v128.store(sums, next);
  }
  for (; sums < end; sums += sizeof<T>(), errors += sizeof<T>(), terms += sizeof<T>()) addTerm<T>(sums, errors, load<T>(terms));
}

@inline
export function addTerm<T>(sum: usize, error: usize, addend: T): void {
  const previous = load<T>(sum);
  const term = <T>(addend + load<T>(error));
  const next = <T>(previous + term);
  store<T>(error, roundingError<T>(previous, term, next));
  store<T>(sum, next);
}
