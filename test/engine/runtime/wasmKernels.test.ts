/** The kernels in WebAssembly load, and what has no kernel comes back to TypeScript. */
import { expect, test } from 'vitest';
import { Machine, nativeKernels } from '../../../server/src/engine/runtime/wasm/kernels.ts';
import { plain } from '../../../server/src/engine/runtime/wasm/opcodes.ts';

test('a plain instruction calls back, in order, whatever the width of the numbers', () => {
  const computed: number[] = [];
  const machine = new Machine(nativeKernels()!, (operation) => computed.push(operation));
  const start = machine.reserve(24);
  new Int32Array(machine.buffer, start, 6).set([plain, 3, 7, plain, 3, 9]);
  machine.run64(start, start + 24);
  machine.run32(start, start + 12);
  expect(computed).toEqual([7, 9, 7]);
});

test('what is reserved begins at a cache line, is zero, and grows the memory as needed', () => {
  const machine = new Machine(nativeKernels()!, () => undefined);
  const starts = [machine.reserve(1), machine.reserve(1 << 20), machine.reserve(8)];
  expect(starts.every((start) => start % 64 === 0)).toBe(true);
  expect(starts[2] - starts[1]).toBe(1 << 20);
  expect(new Uint8Array(machine.buffer, starts[1], 1 << 20).every((byte) => byte === 0)).toBe(true);
});
