/** A safetensors file with `W` [2, 3], `b` [3] and the scalar `scale`. */

import { writeSafetensors } from '../../../server/src/data/safetensors.ts';

export const tensorFile = writeSafetensors(
  new Map([
    ['W', { shape: [2, 3], values: Float64Array.of(1, 2, 3, 4, 5, 6) }],
    ['b', { shape: [3], values: Float64Array.of(10, 20, 30) }],
    ['scale', { shape: [], values: Float64Array.of(2) }],
  ]),
);
