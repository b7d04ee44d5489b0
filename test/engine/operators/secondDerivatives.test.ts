/** Second derivatives at kinks, ties, bounds and powers of 0, compared with PyTorch. */

import { describe, expect, test } from 'vitest';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import type { Operator } from '../../../server/src/engine/ir/operator.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import {
  elu,
  hardtanh,
  leakyRelu,
  selu,
  softsign,
} from '../../../server/src/engine/operators/elementwise/activations.ts';
import { power } from '../../../server/src/engine/operators/elementwise/power.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { bceWithLogits, hinge, huber, mae } from '../../../server/src/engine/operators/losses/losses.ts';
import { gradientOf } from '../../support/oracles/finiteDifferences.ts';
import { isPytorchRequired } from '../../support/oracles/python.ts';
import { closeTo, hessiansOf, runPytorch } from '../../support/oracles/pytorchHessians.ts';
import { kinks, powers, type ScalarEdge, tiesAndBounds } from '../../support/programs/edges/elementwise.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

/** The values and gradients of these are in losses.test.ts. */
const lossKinks: readonly ScalarEdge[] = [
  ['mae at a tie', mae, [2, 2], 0, []],
  ['huber at its delta', huber, [3, 2], 0.5, []],
  ['huber at minus its delta', huber, [1, 2], 0.5, []],
  ['huber at a tie', huber, [2, 2], 0, []],
  ['hinge at its margin', hinge, [1, 1], 0, []],
  ['bce_with_logits at 0', bceWithLogits, [0, 1], Math.LN2, []],
];

describe.runIf(isPytorchRequired)('second derivatives', () => {
  // PyTorch's elu takes numbers only; it is below.
  const edges = [...kinks, ...tiesAndBounds, ...powers].filter(([, operator]) => operator !== elu);

  test.each([...edges, ...lossKinks])('of %s are those of PyTorch', async (...edge) => {
    await expectSameHessians(edge, edge[2].length);
  });

  test.each(edges.filter(([, operator, operands]) => operator === power && operands[1] !== 0))(
    'of %s with a constant second operand are those of PyTorch',
    async (...edge) => {
      await expectSameHessians(edge, 1);
    },
  );
});

describe.runIf(isPytorchRequired)('with a number as a parameter', () => {
  test.each<[string, string, Operator, number[]]>([
    ['elu', 'torch.nn.functional.elu(x, alpha=2.0)', elu, [2]],
    ['selu', 'torch.selu(x)', selu, []],
    ['leaky_relu', 'torch.nn.functional.leaky_relu(x, 0.1)', leakyRelu, [0.1]],
    ['softsign', 'torch.nn.functional.softsign(x)', softsign, []],
    ['hardtanh', 'torch.nn.functional.hardtanh(x, -1.0, 0.0)', hardtanh, [-1, 0]],
    ['x^0', 'x ** 0.0', power, [0]],
    ['x^1', 'x ** 1.0', power, [1]],
    ['x^2', 'x ** 2.0', power, [2]],
    ['x^3', 'x ** 3.0', power, [3]],
    ['x^1.5', 'x ** 1.5', power, [1.5]],
    ['x^-1', 'x ** -1.0', power, [-1]],
  ])('%s has the derivatives of %s at and beside 0', async (_, torch, operator, parameters) => {
    for (const point of [0, -0, 0.5, -0.5]) {
      const theirs = await runPytorch(`
x = torch.tensor(float(${Object.is(point, -0) ? '-0.0' : point}), requires_grad=True)
y = ${torch}
[g] = grad(y, [x])
[h] = grad(g, [x])
print(json.dumps([flat(y)[0], flat(g)[0], flat(h)[0]]))
`);
      const program = new Program();
      const x = program.add(leaf, [program.addConstant(point)]);
      const y = program.add(operator, [x, ...parameters.map((value) => program.addConstant(value))]);
      const g = adjointOf(gradientOf(program, y, [x]), x)!;
      const h = adjointOf(gradientOf(program, g, [x]), x);
      const values = evaluate(program);
      const ours = [y, g, h].map((node) => (node === undefined ? 0 : values[node][0]));
      expect({ point, ours }).toEqual({ point, ours: closeTo(theirs, ours, 1e-12) });
    }
  });
});

/** @param leafCount the number of operands that are leaves; the others are constants. */
async function expectSameHessians([, operator, operands]: ScalarEdge, leafCount: number): Promise<void> {
  const program = new Program();
  const nodes = operands.map((value, index) => {
    const start = program.addConstant(value);
    return index < leafCount ? program.add(leaf, [start]) : start;
  });
  const { ours, theirs } = await hessiansOf(program, program.add(operator, nodes), nodes.slice(0, leafCount));
  expect(ours).toEqual(closeTo(theirs, ours, 1e-12));
}
