/** Numbers that can be scrubbed: scrubbing and editing the text give bit-identical results. */

import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { examples as folder } from '../../scripts/paths.ts';
import { adjointOf } from '../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../server/src/engine/ir/constant.ts';
import type { Program } from '../../server/src/engine/ir/program.ts';
import { elementsOf, type Values } from '../../server/src/engine/ir/values.ts';
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import { flatten } from '../../server/src/engine/runtime/flatProgram.ts';
import { runOnce } from '../../server/src/engine/runtime/runOnce.ts';
import { runToCompletion } from '../../server/src/engine/runtime/slices.ts';
import { nodeAt } from '../../server/src/language/lowering/model.ts';
import { isValueDefinition } from '../../server/src/language/syntax/ast.ts';
import { applyEdits } from '../../server/src/language/text/edits.ts';
import { readSnapshot } from '../../server/src/node/bp/command.ts';
import {
  literalValueAt,
  literalValueNamed,
  literalValueOf,
  programWithNumber,
} from '../../server/src/snapshot/literalValue.ts';
import { analyze, type Snapshot } from '../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../server/src/snapshot/withValues.ts';
import { numberEdit } from '../../server/src/training/stepEdits.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { evaluate } from '../support/programs/evaluate.ts';

const snapshots = await Promise.all(
  globSync('*.bp', { cwd: folder }).map(async (file) => ({
    example: basename(file, '.bp'),
    snapshot: await readSnapshot(join(folder, file)),
  })),
);
const literals = snapshots.flatMap(({ example, snapshot }) =>
  snapshot.tree.statements.flatMap((statement) => {
    const literal = literalValueOf(statement);
    return literal
      ? [
          {
            example,
            snapshot,
            name: literal.definition.name.name,
            node: nodeAt(snapshot.model.statementNodes, statement.id)!,
          },
        ]
      : [];
  }),
);

test('every named number of an example is found', () => {
  const names = literals.map(({ example, name }) => `${example}: ${name}`);
  expect(names).toContain('lesson: target');
  expect(names).toContain('xor: b2');
  expect(names).toContain('mini-batch: a');
  expect(names).toHaveLength(25);
});

/** T is a length, so the program has other nodes for another number. */
const scrubbable = literals.filter(({ example, name }) => `${example}: ${name}` !== 'diffusion: T');

test.each(scrubbable)('$name of $example gives the same values when scrubbed as when edited', ({ snapshot, name }) => {
  const literal = literalValueNamed(snapshot, name)!;
  for (const value of [1.375, -0.3, 0, -0]) {
    const text = applyEdits(snapshot.text, [numberEdit(literal.definition, literal.number, value)]);
    const edited = analyze(text, 0, snapshot.context);
    const program = programWithNumber(snapshot, literal, value)!;
    const expected = named(edited, new Execution(edited.model.program).run());
    expect(named(snapshot, new Execution(program).run())).toEqual(expected);
    expect(named(snapshot, run(program))).toEqual(expected);
    expect(expected.get(name)).toEqual(Float64Array.of(value));
  }
});

test.each(literals.filter(({ snapshot, node }) => snapshot.model.params.some((param) => param.node === node)))(
  '$name of $example gives the same values when scrubbed as when its leaf is set',
  ({ snapshot, name, node }) => {
    const { program } = snapshot.model;
    const scrubbed = programWithNumber(snapshot, literalValueNamed(snapshot, name)!, -0.3)!;
    const expected = evaluate(program, new Map([[node, Float64Array.of(-0.3)]]));
    // The start value of the leaf stays the one in the text.
    const isComputed = (_: unknown, other: number): boolean =>
      program.operator(other) !== constant && other !== program.operand(node, 0);
    expect(evaluate(scrubbed).filter(isComputed)).toEqual(expected.filter(isComputed));
  },
);

test.each([
  ['param x = 2', 'x', 2],
  ['const x = -0.5', 'x', -0.5],
  ['data x = [3]', 'x', 3],
  ['param x = --4', 'x', 4],
])('%s has a number that can be scrubbed', (text, name, value) => {
  expect(literalValueNamed(evaluated(text), name)?.number.value).toBe(value);
});

test.each([
  ['x = 2', 'x'],
  ['loss x = 2', 'x'],
  ['param x = 1 + 1', 'x'],
  ['param x = [1, 2]', 'x'],
  ['param x[3] ~ normal()', 'x'],
  ['fn f(a) {\n  const x = 2\n  return a * x\n}', 'x'],
  ['param x = 2', 'y'],
])('%s has no number %s that can be scrubbed', (text, name) => {
  expect(literalValueNamed(evaluated(text), name)).toBeUndefined();
});

test('a number is found from any offset in its statement', () => {
  const text = 'param x = -2 # as a start\ny = 2 * x';
  const snapshot = evaluated(text);
  for (const fragment of ['param', 'x', '-', '2', ' #'])
    expect(literalValueAt(snapshot, text.indexOf(fragment))?.definition.name.name).toBe('x');
  expect(literalValueAt(snapshot, text.indexOf('y ='))).toBeUndefined();
  expect(literalValueAt(snapshot, text.length)).toBeUndefined();
});

test('a number of the same name inside a function is ignored', () => {
  const text = 'const k = 1\nfn f(a) {\n  const k = 2\n  return a * k\n}\ny = f(3)';
  expect(literalValueAt(evaluated(text), text.indexOf('k = 2'))).toBeUndefined();
});

test('a number that changes or breaks the program cannot be scrubbed', () => {
  const text = 'const n = 2\nparam x = [1, 2, 3]\ny = x[0:n]\nz = x[n]\nloss L = sum(y) + z';
  const snapshot = evaluated(text);
  const literal = literalValueNamed(snapshot, 'n')!;
  expect(programWithNumber(snapshot, literal, 1)).toBeUndefined();
  expect(programWithNumber(snapshot, literal, 7)).toBeUndefined();
  expect(programWithNumber(snapshot, literal, 2)?.length).toBe(snapshot.model.program.length);
});

/** Runs a program as the worker does. */
function run(program: Program): Values {
  const flat = flatten(program);
  return runToCompletion(runOnce(flat));
}

/** The elements of every name, and of its gradient. */
function named(snapshot: Snapshot, values: Values): ReadonlyMap<string, Float64Array> {
  const { model, evaluation, tree } = withValues(snapshot, values);
  const found = new Map<string, Float64Array>();
  for (const statement of tree.statements) {
    if (!isValueDefinition(statement)) continue;
    const node = nodeAt(model.statementNodes, statement.id)!;
    const adjoint = model.objective && adjointOf(model.objective.backwardPass, node);
    found.set(statement.name.name, elementsOf(model.program, evaluation.values, node));
    if (adjoint !== undefined)
      found.set(`∂${statement.name.name}`, elementsOf(model.program, evaluation.values, adjoint));
  }
  return found;
}
