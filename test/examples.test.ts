/** The examples that a user opens first: nothing is wrong with them, and PyTorch says the same of every node. */

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../scripts/paths.ts';
import { Execution } from '../server/src/engine/execute.ts';
import type { NodeId } from '../server/src/engine/program.ts';
import { isDefinition } from '../server/src/language/tree.ts';
import { analyse, type Snapshot, withValues } from '../server/src/snapshot/snapshot.ts';
import { closeTo, hessiansOf } from './support/doubleBackward.ts';
import { torchExpected } from './support/python.ts';
import { disagreementsWithTorch } from './support/torchJudge.ts';

const examples = globSync('*.bp', { cwd: join(root, 'examples') }).map((file) => ({
  name: basename(file, '.bp'),
  snapshot: analyse(readFileSync(join(root, 'examples', file), 'utf8')),
}));

test('they are the cases of the lesson', () => {
  const names = examples.map(({ name }) => name).sort();
  expect(names).toEqual(['chain-rule', 'four-nodes', 'lesson', 'linear-regression', 'shop']);
});

test.each(examples)('$name has no problem, and what it expects holds', ({ snapshot }) => {
  const { problems, evaluation } = withValues(snapshot, new Execution(snapshot.model.program).run());
  expect(problems).toEqual([]);
  expect(evaluation.verdicts.length).toBeGreaterThan(0);
});

describe.runIf(torchExpected)('PyTorch agrees', () => {
  test.each(examples)('to 1e-12 on every value and gradient of $name', { timeout: 60_000 }, async ({ snapshot }) => {
    expect(await disagreementsWithTorch(snapshot.model.program, rootOf(snapshot))).toEqual([]);
  });

  test.each(examples)('to 1e-10 on the Hessian of $name', { timeout: 60_000 }, async ({ snapshot }) => {
    const { program, params } = snapshot.model;
    const { ours, theirs } = await hessiansOf(
      program,
      rootOf(snapshot),
      params.map(({ node }) => node),
    );
    expect(closeTo(theirs, ours, 1e-10)).toEqual(ours);
  });
});

/** The objective; without a loss, the last node that the file defines. */
function rootOf({ model, tree }: Snapshot): NodeId {
  const last = tree.statements.findLast(isDefinition)!;
  return model.objective?.gradient.root ?? model.statementNodes[last.index];
}
