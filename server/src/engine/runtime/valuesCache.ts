/** A cache of results that are computed from the values of a program, kept as long as the values. */

import type { Values } from '../ir/values.ts';
import { runToCompletion } from './slices.ts';

export class ValuesCache<Key, Result> {
  readonly #results = new WeakMap<Float64Array, Map<Key, Result>>();

  /** The result for a key, computed at most once. */
  get(values: Values, key: Key, compute: () => Generator<undefined, Result>): Result {
    return runToCompletion(this.inSlices(values, key, compute));
  }

  /** Like `get`, in slices. */
  *inSlices({ data }: Values, key: Key, compute: () => Generator<undefined, Result>): Generator<undefined, Result> {
    let results = this.#results.get(data);
    if (results === undefined) {
      results = new Map();
      this.#results.set(data, results);
    }
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = yield* compute();
    results.set(key, result);
    return result;
  }
}
