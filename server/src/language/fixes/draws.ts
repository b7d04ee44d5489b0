/** Fixes for problems of random nodes. */

import type { drawProblems } from '../problems/draws.ts';
import { didYouMean, type Fixes, insertionFix, replacementFix } from './fix.ts';

export const drawFixes: Fixes<typeof drawProblems> = {
  'undefined-distribution': (site, _name, _known, similar) => didYouMean(site, similar),
  'distribution-call': (site) => {
    const { statement, problem, tokens, problemToken } = site;
    if (statement?.kind !== 'node' || site.rangeOf(statement.value).start !== problem.start) return [];
    const closer = site.closerOf(problemToken + 1);
    const isWholeValue = tokens.end(closer) === site.rangeOf(statement.value).end;
    return isWholeValue ? [replacementFix(tokens.range(problemToken - 1), '~')] : [];
  },
  'initializer-for-node': ({ statement }) => (statement ? [insertionFix(statement.start, 'param ')] : []),
};
