/** Problems of mini-batches, found when a model is evaluated. */

import { expect, test } from 'vitest';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../../server/src/snapshot/withValues.ts';

test('a model is lowered for its mini-batches once, however often it is evaluated', () => {
  const analyzed = analyze('data x = [1, 2, 3]\nparam w = [1, 2, 3]\nloss L = sum(w * x)\ntrain sgd(batch = 2)', 0);
  const [first, second] = [1, 2].map(() => withValues(analyzed, new Execution(analyzed.model.program).run()));
  expect(first.problems.map(({ code }) => code)).toEqual(['batch-mismatch']);
  expect(second.problems[0]).toBe(first.problems[0]);
});
