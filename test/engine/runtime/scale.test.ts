/** A graph of a million nodes does not overflow the stack. */

import { expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { add } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { flatten, unflatten } from '../../../server/src/engine/runtime/flatProgram.ts';

test('a chain of a million nodes has a value and a gradient', () => {
  const length = 1_000_000;
  const program = new Program();
  const x = program.add(leaf, [program.addConstant(0.5)]);
  let last = x;
  for (let i = 1; i < length; i++) last = program.add(add, [last, x]);
  const adjoint = adjointOf(
    differentiate(program, last, (node) => node === x),
    x,
  )!;

  const values = new Execution(unflatten(flatten(program))).run();
  expect(elementsOf(program, values, last)).toEqual(Float64Array.of(length / 2));
  expect(elementsOf(program, values, adjoint)).toEqual(Float64Array.of(length));
});
