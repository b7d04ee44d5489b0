/** The budget of values: which documents release theirs. */

import { expect, test } from 'vitest';
import { documentsOverBudget } from '../../server/src/documents/valueBudget.ts';

test.each<[string, readonly number[], readonly number[]]>([
  ['none within the budget', [30, 30, 40], []],
  ['those over the budget that were seen first', [30, 30, 40, 1, 50], [3, 4]],
  ['none of those that may be visible', [90, 90, 10], [2]],
  ['none without values', [90, 20, 0, 10, 0], [3]],
])('%s are released', (_, sizes, indices) => {
  const documents = sizes.map((releasableBytes, index) => ({ releasableBytes, index }));
  const released = documentsOverBudget(documents, { bytes: 100, visibleDocuments: 2 });
  expect(released.map(({ index }) => index)).toEqual(indices);
});
