/** Reuse of a backward pass after a constant has changed: only if no gradient rule reads that constant. */

import { describe, expect, test } from 'vitest';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Operator, ProgramBuilder } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { add, multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { power } from '../../../server/src/engine/operators/elementwise/power.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { NodeMapping } from '../../../server/src/engine/reuse/nodeMapping.ts';
import { casesOf } from '../../support/programs/operatorCases.ts';

const differentiable = operators.filter(({ vjp }) => vjp.some((rule) => rule !== null));

describe.each(differentiable.map((operator) => [operator.name, operator] as const))('%s', (_, operator) => {
  test.each(['leaves', 'constants'])('declares the constants that its rules read from %s', (kind) => {
    const isDeclared = (operandIndex: number) => operandIndex === operator.vjpConstantOperand;
    for (const { shapes, attributes } of casesOf(operator)) {
      const program = new Program();
      const operands = shapes.map((shape) => {
        const values = new Float64Array(shape.reduce((size, length) => size * length, 1)).fill(0.5);
        const node = program.add(constant, [], { shape, values });
        return kind === 'leaves' ? program.add(leaf, [node]) : node;
      });
      const output = program.add(operator, operands, attributes);
      const adjoint = program.add(leaf, [output]);
      const { builder, readNodes } = recordReads(program);
      for (const operandIndex of operands.keys()) {
        const vjp = operator.vjp[operator.isVariadic ? 0 : operandIndex];
        vjp?.(builder, adjoint, operands, output, operandIndex);
      }
      expect([...readNodes].filter((node) => !isDeclared(operands.indexOf(node)))).toEqual([]);
    }
  });
});

/** An operator whose gradient rule reads its second operand, as that of `power` does, but which is not in the table. */
const scaledByConstant: Operator = {
  ...multiply,
  name: 'scaled by a constant',
  vjp: [(p, g, [, factor]) => p.add(multiply, [g, p.addConstant(p.constantValue(factor) ?? 1)]), null],
  vjpConstantOperand: 1,
};

test.each([
  [power, 1],
  [scaledByConstant, 1],
])('nodes match only if the constants that the rules read are equal', (operator, operandIndex) => {
  const withConstants = (...values: number[]) => {
    const program = new Program();
    const operands = values.map((value) => program.addConstant(value));
    program.add(operator, operands);
    return program;
  };
  const [base, changed] = [[2, 3], [2, 3].with(operandIndex, 5)];
  expect(isMatching(withConstants(...base), withConstants(...base))).toBe(true);
  expect(isMatching(withConstants(...base), withConstants(...changed))).toBe(false);
  expect(isMatching(withConstants(...base), withConstants(...[2, 3].with(1 - operandIndex, 5)))).toBe(true);
});

test('nodes match although a constant has changed that no rule reads', () => {
  const withConstant = (value: number) => {
    const program = new Program();
    program.add(add, [program.addConstant(value), program.addConstant(1)]);
    return program;
  };
  expect(isMatching(withConstant(2), withConstant(5))).toBe(true);
});

function isMatching(previous: Program, current: Program): boolean {
  const mapping = new NodeMapping(previous, current);
  return mapping.match({ first: 0, end: previous.length }, { first: 0, end: current.length });
}

/** A builder that appends to the program and records which nodes are asked for their constant value. */
function recordReads(program: Program): { builder: ProgramBuilder; readNodes: ReadonlySet<NodeId> } {
  const readNodes = new Set<NodeId>();
  const builder: ProgramBuilder = {
    add: (operator, operands, attributes) => program.add(operator, operands, attributes),
    addConstant: (value) => program.addConstant(value),
    shape: (node) => program.shape(node),
    attributes: (node) => {
      if (program.operator(node) === constant) readNodes.add(node);
      return program.attributes(node);
    },
    constantValue: (node) => {
      readNodes.add(node);
      return program.constantValue(node);
    },
  };
  return { builder, readNodes };
}
