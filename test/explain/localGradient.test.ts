/** The local gradient of a contribution `upstream × local`, whichever operand the upstream gradient is. */

import { expect, test } from 'vitest';
import type { Operator } from '../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../server/src/engine/ir/program.ts';
import { divide, multiply } from '../../server/src/engine/operators/elementwise/arithmetic.ts';
import { where } from '../../server/src/engine/operators/elementwise/selection.ts';
import { leaf } from '../../server/src/engine/operators/identities.ts';
import { atom, termText } from '../../server/src/explain/formula.ts';
import { localGradientTerm, localGradientValue } from '../../server/src/explain/localGradient.ts';

const program = new Program();
const [upstream, local] = [2, 3].map((value) => program.add(leaf, [program.addConstant(value)]));
const node = (operator: Operator, ...operands: readonly NodeId[]): NodeId => program.add(operator, operands);

test.each([
  ['upstream × local', node(multiply, upstream, local)],
  ['local × upstream', node(multiply, local, upstream)],
  ['where(local, upstream × local, 0)', node(where, local, node(multiply, upstream, local), program.addConstant(0))],
  ['where(local, local × upstream, 0)', node(where, local, node(multiply, local, upstream), program.addConstant(0))],
])('the local gradient of %s is the other factor', (_, contribution) => {
  expect(gradientOf(contribution)).toEqual({ text: 'local', value: 3 });
});

test('the local gradient of upstream × upstream is the upstream gradient', () => {
  expect(gradientOf(node(multiply, upstream, upstream))).toEqual({ text: 'upstream', value: 2 });
});

test('a quotient is a multiple of the upstream gradient only if that is the dividend', () => {
  expect(gradientOf(node(divide, upstream, local))).toEqual({ text: '1 / local', value: 1 / 3 });
  expect(gradientOf(node(divide, local, upstream))).toEqual({ text: undefined, value: Number.NaN });
});

/** The local gradient as a formula and as a number. */
function gradientOf(contribution: NodeId) {
  const names = new Map([
    [upstream, 'upstream'],
    [local, 'local'],
  ]);
  const abbreviate = (operand: NodeId) => {
    const name = names.get(operand);
    return name === undefined ? undefined : atom(name);
  };
  const formula = localGradientTerm(program, contribution, upstream, abbreviate);
  const value = localGradientValue(program, contribution, upstream, (operand) => (operand === upstream ? 2 : 3));
  return { text: formula && termText(formula), value };
}
