/** What runs on the kernels in WebAssembly has the bits of what runs without them. */

import { describe, expect, test } from 'vitest';
import { Execution, elementsOf, type Overrides } from '../../server/src/engine/execute.ts';
import { multiply } from '../../server/src/engine/ops/arithmetic.ts';
import { leaf, number } from '../../server/src/engine/ops/leaves.ts';
import { mean } from '../../server/src/engine/ops/reductions.ts';
import { filled } from '../../server/src/engine/ops/shaping.ts';
import { Program } from '../../server/src/engine/program.ts';

describe('with kernels and without', () => {
  test.each([
    ['with', undefined],
    ['without', 'plain'],
  ] as const)('%s them, a leaf that starts from what another one makes follows it until it is set itself', (_, way) => {
    const program = new Program();
    const first = program.add(leaf, [filled(program, 2, [3])]);
    const second = program.add(leaf, [program.add(mean, [program.add(multiply, [first, number(program, 2)])])]);
    const execution = way === 'plain' ? new Execution(program, null) : new Execution(program);
    const secondIn = (overrides?: Overrides): number => elementsOf(program, execution.run(overrides), second)[0];
    expect(secondIn()).toBe(4);
    expect(secondIn(new Map([[first, Float64Array.of(1, 2, 6)]]))).toBe(6);
    expect(secondIn(new Map([[second, Float64Array.of(7)]]))).toBe(7);
    expect(secondIn()).toBe(4);
  });
});
