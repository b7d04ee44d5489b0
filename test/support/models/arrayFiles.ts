/** Files of arrays, made by hand. */

/** An .npy file of version 1. @param data the numbers of the array. */
export function npyFile(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const axes = shape.map((length) => `${length},`).join(' ');
  return npyWithHeader(`{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`, data);
}

export function npyWithHeader(header: string, data: Uint8Array): Uint8Array {
  const padded = `${header.padEnd(53)}\n`;
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    Buffer.of(padded.length & 255, padded.length >> 8),
    Buffer.from(padded, 'latin1'),
    data,
  ]);
}
