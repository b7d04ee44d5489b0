/** The document of any backward pass evaluates to the program's numbers, bit for bit. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Operator } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { backwardDocument } from '../../../server/src/export/backward/backwardDocument.ts';
import { backwardDocumentErrors, runProgram } from '../../support/oracles/backwardDocument.ts';
import { type Case, casesOf } from '../../support/programs/operatorCases.ts';
import {
  addRoot,
  anyOperand,
  buildProgram,
  type ProgramRecipe,
  programRecipes,
} from '../../support/programs/randomPrograms.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

const special = fc.constantFrom(0, -0, 1, -1, 2, 0.1, 1e200, Infinity, -Infinity, Number.NaN);
const steps = operators.filter(({ name }) => name !== 'leaf' && name !== 'constant');

describe('the document of a backward pass', () => {
  test('keeps every bit in random scalar programs', () => {
    check(programRecipes({ operators: steps, shapes: [[]], values: [special, fc.double()], steps: 30 }), 300);
  });

  test('keeps every bit in random tensor programs', () => {
    const shapes = [[], [1], [3], [0], [1, 3], [3, 1], [2, 3], [3, 2], [3, 3], [2, 3, 3], [2, 2, 2], [3, 0]];
    check(programRecipes({ operators: steps, shapes, values: [special, fc.double()], steps: 20 }), 500);
  });

  function check(programs: fc.Arbitrary<ProgramRecipe>, thorough: number): void {
    const property = fc.property(programs, (recipe) => expectFaithful(buildProgram(recipe, anyOperand)));
    fc.assert(property, { ...generatedCases(thorough), seed: 5 });
  }
});

describe('the document of an operator', () => {
  test.each(steps.map((operator) => [operator.name, operator] as const))('keeps every bit of %s', (_, operator) => {
    for (const one of casesOf(operator)) {
      // A model whose training refuses the operands has an error, and no document.
      if (operator.trainingMismatch?.(one.shapes) === undefined) expectFaithful(programOf(operator, one));
    }
  });
});

/** The operator over leaves, so that a gradient flows to each operand. */
function programOf(operator: Operator, { shapes, attributes, fixedOperands = {} }: Case): Program {
  const program = new Program();
  const operands = shapes.map((shape, position) =>
    program.add(leaf, [program.add(constant, [], { shape, values: fixedOperands[position] ?? someNumbers(shape) })]),
  );
  program.add(operator, operands, attributes);
  return program;
}

function someNumbers(shape: Shape): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, index) => ((index * 7) % 5) / 4 - 0.3);
}

/** Names the leaves and the root, as a source does. */
function expectFaithful(program: Program): void {
  const isLeaf = (node: NodeId): boolean => program.operator(node) === leaf;
  const leaves = Array.from({ length: program.length }, (_, node) => node).filter(isLeaf);
  const root = addRoot(program);
  const backwardPass = differentiate(program, root, isLeaf);
  const values = runProgram(program);
  const statements = [
    ...leaves.map((node, index) => ({ node, name: `x${index}`, keyword: 'const' as const })),
    { node: root, name: 'L', keyword: '' as const },
  ];
  const document = backwardDocument({ title: 'a program', program, backwardPass, values, statements });
  expect(backwardDocumentErrors(document, program, values), document.text).toEqual([]);
}
