/** The examples have no problems, and every node agrees with PyTorch. */

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examples as folder, root } from '../scripts/paths.ts';
import type { NodeId } from '../server/src/engine/ir/program.ts';
import { Execution } from '../server/src/engine/runtime/execution.ts';
import { isDefinition } from '../server/src/language/syntax/ast.ts';
import { readSnapshot } from '../server/src/node/bp/command.ts';
import type { Snapshot } from '../server/src/snapshot/snapshot.ts';
import { withValues } from '../server/src/snapshot/withValues.ts';
import { isPytorchRequired } from './support/oracles/python.ts';
import { pytorchDifferences } from './support/oracles/pytorchComparison.ts';
import { closeTo, hessiansOf } from './support/oracles/pytorchHessians.ts';
import { withFixedDraws } from './support/programs/fixedDraws.ts';

const examples = await Promise.all(
  globSync('*.bp', { cwd: folder }).map(async (file) => ({
    name: basename(file, '.bp'),
    snapshot: await readSnapshot(join(folder, file)),
  })),
);

/** Expectations that hold only after training, by example. */
const expectedAfterTraining: Readonly<Record<string, string>> = {
  iris: 'expect accuracy ≈ 1 within 0.04',
  'two-moons': 'expect accuracy ≈ 1 within 0.02',
};

/** Absolute error of sums of a few hundred numbers that cancel, here and in PyTorch. */
const rounding = 1e-14;

test('docs/examples.md lists all examples', () => {
  const page = readFileSync(join(root, 'docs', 'examples.md'), 'utf8');
  const named = Array.from(page.matchAll(/^\| \[`(.+)\.bp`\]\(\.\.\/examples\/\1\.bp\)/gm), ([, name]) => name);
  expect(named.toSorted()).toEqual(examples.map(({ name }) => name).sort());
});

test.each(examples)('$name has no problems, and its expectations hold', ({ name, snapshot }) => {
  const { text, problems, evaluation } = withValues(snapshot, new Execution(snapshot.model.program).run());
  expect(problems.filter(({ code }) => code !== 'expectation-failed')).toEqual([]);
  const failing = problems.map(({ start, end }) => text.slice(start, end));
  const expected = expectedAfterTraining[name];
  expect(failing).toEqual(expected === undefined ? [] : [expected]);
  expect(evaluation.verdicts.length).toBeGreaterThan(0);
});

describe.runIf(isPytorchRequired)('PyTorch', () => {
  test.each(examples)('matches every value and gradient of $name to 1e-12', async ({ snapshot }) => {
    const root = rootOf(snapshot);
    expect(await pytorchDifferences(withFixedDraws(snapshot.model.program, root), root, rounding)).toEqual([]);
  });

  test.each(examples)('matches the Hessian of $name to 1e-10', async ({ snapshot }) => {
    const root = rootOf(snapshot);
    const { ours, theirs } = await hessiansOf(
      withFixedDraws(snapshot.model.program, root),
      root,
      snapshot.model.params.map(({ node }) => node),
    );
    expect(closeTo(theirs, ours, 1e-10)).toEqual(ours);
  });
});

/** The objective; without a loss, the last node that the file defines. */
function rootOf({ model, tree }: Snapshot): NodeId {
  const last = tree.statements.findLast(isDefinition)!;
  return model.objective?.backwardPass.root ?? model.statementNodes[last.id];
}
