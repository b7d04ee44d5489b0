/** The WebAssembly kernels load, and instructions without a kernel call back into TypeScript. */
import { expect, test } from 'vitest';
import { wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { callJs } from '../../../server/src/engine/runtime/wasm/opcodes.ts';
import { WasmInstance } from '../../../server/src/engine/runtime/wasm/wasmInstance.ts';

test('host calls run in order in both precisions', () => {
  const computed: number[] = [];
  const machine = new WasmInstance(wasmKernels()!, (operation) => computed.push(operation));
  const start = machine.allocate(24);
  new Int32Array(machine.buffer, start, 6).set([callJs, 3, 7, callJs, 3, 9]);
  machine.run64(start, start + 24);
  machine.run32(start, start + 12);
  expect(computed).toEqual([7, 9, 7]);
});

test('allocations are aligned to cache lines, zeroed, and grow the memory', () => {
  const machine = new WasmInstance(wasmKernels()!, () => undefined);
  const starts = [machine.allocate(1), machine.allocate(1 << 20), machine.allocate(8)];
  expect(starts.every((start) => start % 64 === 0)).toBe(true);
  expect(starts[2] - starts[1]).toBe(1 << 20);
  expect(new Uint8Array(machine.buffer, starts[1], 1 << 20).every((byte) => byte === 0)).toBe(true);
});
