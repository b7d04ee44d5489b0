/** Elementwise kernels compute the same bits as their rows in the table, for every operand layout. */

import { expect, test } from 'vitest';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import { broadcastShapes, type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { Random } from '../../../server/src/engine/math/random.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { expand } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { tensorOpcodes } from '../../../server/src/engine/runtime/wasm/codegen/elementwise.ts';

/** Some are longer than a block of elements, and some end in the middle of a vector. */
const shapes: readonly (readonly [Shape, Shape, Shape])[] = [
  [[7], [7], [7]],
  [[0], [0], []],
  [[1, 1], [1], []],
  [[517], [], [517]],
  [[], [1030], [1]],
  [
    [40, 17],
    [40, 17],
    [40, 17],
  ],
  [[40, 17], [17], [1, 17]],
  [[40, 17], [40, 1], []],
  [[17], [40, 17], [40, 1]],
  [
    [3, 700],
    [1, 700],
    [3, 1],
  ],
  [
    [2, 3, 4],
    [3, 4],
    [2, 1, 1],
  ],
  [
    [2, 3, 1],
    [2, 3, 4],
    [2, 3, 4],
  ],
  [
    [2, 3, 4],
    [2, 1, 4],
    [3, 1],
  ],
];

const special = [0, -0, 1, -1, 2, 0.1, -2.5, 5e-324, -5e-324, 1e-310, 1e200, -1e308, Infinity, -Infinity, Number.NaN];

test.each([...tensorOpcodes].map(([operator]) => [operator.name, operator] as const))(
  '%s computes the same bits with and without kernels',
  (_, operator) => {
    const random = new Random(1, operator.name);
    const numbers = (shape: Shape): number[] =>
      Array.from({ length: sizeOf(shape) }, () =>
        random.uniform() < 0.5 ? special[Math.floor(random.uniform() * special.length)] : 4 * random.normal(),
      );
    for (const all of shapes) {
      const program = new Program();
      const operands = all
        .slice(0, operator.vjp.length)
        .map((shape) => program.add(leaf, [program.add(constant, [], { shape, values: numbers(shape) })]));
      const attributes = operator === expand ? { shape: broadcastShapes(all) as Shape } : {};
      program.add(operator, operands, attributes);
      expect(new Execution(program).run().data).toEqual(new Execution(program, null).run().data);
    }
  },
);
