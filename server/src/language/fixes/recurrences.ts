/** Fixes for problems of recurrences. */

import type { recurrenceProblems } from '../problems/recurrences.ts';
import { isStepDefinition } from '../syntax/ast.ts';
import { type Fixes, replacementFix } from './fix.ts';

export const recurrenceFixes: Fixes<typeof recurrenceProblems> = {
  'no-recurrence': ({ problem, statement, text }, name) => {
    if (!statement || !isStepDefinition(statement)) return [];
    const end = text.indexOf('=', problem.end);
    return [replacementFix({ start: problem.start, end }, `${name} `)];
  },
  'step-needed': ({ problem }, name, variable) => [replacementFix(problem, `${name}[${variable} - 1]`)],
  'no-steps': ({ problem }, first, last) => [replacementFix(problem, `${last}..${first}`, { confidence: 'guess' })],
};
