/** Arrays that NumPy writes to files, and their comparison with what is read here. */

import { type FileFailure, isFileFailure, type Samples } from '../../../server/src/data/samples.ts';

/** Python that defines `arrays`: all types of real numbers in both byte orders and layouts, and all values of small types. */
export const numpyTypes = `
import numpy as np
rng = np.random.default_rng(7)
edges = [0.0, -0.0, 1.5, 0.1, -2 / 3, 1e-45, 5e-324, np.inf, -np.inf, np.nan, 65504.0, 6e-8]
arrays = {}
with np.errstate(all='ignore'):
    for kind in ['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'b1']:
        for order in '<>':
            type = np.dtype(order + kind)
            if kind == 'b1':
                values = np.array([[True, False], [False, True], [True, True]])
            elif kind[0] == 'f':
                values = np.array([edges, [1e300, *edges[1:]]]).astype(type)
            else:
                info = np.iinfo(type)
                values = np.array([[info.min, info.max, 0, 1], [info.max // 2, info.min // 3, info.max - 1, info.max // 5]], dtype=type)
            arrays[f'{order}{kind}'] = values
            arrays[f'{order}{kind} Fortran'] = np.asfortranarray(values)
arrays['all f2'] = np.arange(2 ** 16, dtype=np.uint16).view(np.float16)
arrays['all i2'] = np.arange(2 ** 16, dtype=np.uint16).view(np.int16).reshape(256, 256)
arrays['scalar'] = np.array(3.5)
arrays['empty'] = np.zeros((3, 0, 2))
arrays['cube'] = np.asfortranarray(rng.normal(size=(2, 3, 1, 4)))
arrays['beyond 2^53'] = np.array([2 ** 53 + 1, 2 ** 53 + 3, -2 ** 53 - 1], dtype=np.int64)
arrays['large'] = np.asfortranarray(rng.normal(size=(300, 500)))
`;

/** @param cases file in base64, shape and float64 bytes in hexadecimal by name. @returns the names that are read otherwise. */
export function differingTensors(
  cases: Readonly<Record<string, readonly [file: string, shape: readonly number[], values: string]>>,
  read: (bytes: Uint8Array) => Samples | FileFailure,
): readonly string[] {
  const isSame = ([file, shape, hex]: (typeof cases)[string]) => {
    const result = read(Buffer.from(file, 'base64'));
    if (isFileFailure(result) || JSON.stringify(result.shape) !== JSON.stringify(shape)) return false;
    const expected = Buffer.from(hex, 'hex');
    if (expected.length !== 8 * result.values.length) return false;
    return result.values.every((value, index) => Object.is(value, expected.readDoubleLE(8 * index)));
  };
  return Object.keys(cases).filter((name) => !isSame(cases[name]!));
}
