/** The quality of the match of a text with a query. */

import { expect, test } from 'vitest';
import { matchRank, matchRanks, searchForm } from '../../../server/src/graph/search/textMatch.ts';

const { exact, prefix, wordStart, substring } = matchRanks;

test.each([
  ['W2', 'w2', exact],
  ['가중치', '가중치', exact],
  // A name typed in decomposed letters.
  ['é', 'e\u0301', exact],
  ['W2', 'w', prefix],
  ['W2', '2', wordStart],
  ['h.attention.W', 'att', wordStart],
  ['max_pool2d', 'pool', wordStart],
  ['hiddenLayer', 'layer', wordStart],
  ['LSTM', 't', substring],
  ['x12', '2', substring],
  ['flow', 'w', substring],
  ['aab_ab', 'ab', wordStart],
  ['1 −', '-', wordStart],
  ['İw', 'w', substring],
  ['flow', 'x', undefined],
  ['', '', exact],
])('%s is matched by %s: %s', (text, query, rank) => {
  expect(matchRank(text, searchForm(query))).toBe(rank);
});
