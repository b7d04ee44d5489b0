/** Programs as flat arrays: round trips. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import { stack } from '../../../server/src/engine/operators/shapes/joining.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { flatten, transferableBuffers, unflatten } from '../../../server/src/engine/runtime/flatProgram.ts';
import { anyOperand, buildProgram, programRecipes } from '../../support/programs/randomPrograms.ts';

test('random programs survive a round trip', () => {
  const programs = programRecipes({
    operators: operators.filter(({ name, vjp }) => vjp.length > 0 && name !== 'leaf'),
    shapes: [[], [3], [0], [2, 3], [3, 3], [2, 3, 2]],
    values: [fc.double()],
    steps: 20,
  });
  const survives = fc.property(programs, (recipe) => {
    const program = buildProgram(recipe, anyOperand);
    expect(nodesOf(sent(program))).toEqual(nodesOf(program));
  });
  fc.assert(survives, { seed: 4, numRuns: 200 });
});

test('flattening reuses the columns of another program', () => {
  const programs = programRecipes({
    operators: operators.filter(({ name, vjp }) => vjp.length > 0 && name !== 'leaf'),
    shapes: [[], [3], [2, 3]],
    values: [fc.double()],
    steps: 30,
  });
  const isSame = fc.property(programs, programs, (recipe, other) => {
    const program = buildProgram(recipe, anyOperand);
    expect(flatten(program, flatten(buildProgram(other, anyOperand)))).toEqual(flatten(program));
  });
  fc.assert(isSame, { seed: 5, numRuns: 200 });
});

test('a node with more than 255 operands survives a round trip', () => {
  const program = new Program();
  const one = program.addConstant(1);
  program.add(
    stack,
    Array.from({ length: 300 }, () => one),
    { axis: [0] },
  );
  expect(nodesOf(sent(program))).toEqual(nodesOf(program));
});

test('numbers survive a round trip to the last bit', () => {
  const program = new Program();
  for (const value of [0, -0, Infinity, Number.NaN, 5e-324, 0.1]) program.addConstant(value);
  expect(nodesOf(sent(program))).toEqual(nodesOf(program));
});

test('an empty program survives a round trip', () => {
  expect(sent(new Program()).length).toBe(0);
});

test('the numbers of a tensor stay usable after its program was sent', () => {
  const program = new Program();
  const values = Float64Array.of(1, 2, 3);
  program.add(constant, [], { shape: [3], values });
  sent(program);
  expect(values).toEqual(Float64Array.of(1, 2, 3));
});

/** The program after a trip through a worker's message. */
function sent(program: Program): Program {
  const flat = flatten(program);
  return unflatten(structuredClone(flat, { transfer: transferableBuffers(flat) }));
}

function nodesOf(program: Program) {
  return Array.from({ length: program.length }, (_, node) => ({
    operator: program.operator(node).name,
    operands: program.operands(node),
    operandStart: program.operandOffset(node),
    shape: program.shape(node),
    attributes: { ...program.attributes(node), values: Array.from(program.attributes(node).values ?? []) },
  }));
}
