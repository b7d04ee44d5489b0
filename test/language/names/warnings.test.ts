/** Warnings of names leave their statement its value, and stay when another statement changes. */

import { expect, onTestFinished, test } from 'vitest';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { type ProblemCode, problemTable } from '../../../server/src/language/problems/problems.ts';
import type { Severity } from '../../../server/src/language/problems/row.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';

/** All problems of names are errors so far. */
function makeWarning(code: ProblemCode): void {
  const setSeverity = (severity: Severity) => Object.assign(problemTable[code], { severity });
  setSeverity('warning');
  onTestFinished(() => void setSeverity('error'));
}

test.each<[ProblemCode, string]>([
  ['return-not-last', 'fn f(x) {\n  return x\n  return 2 * x\n}\na = f(1)\n'],
  ['not-constant', 'fn f(x) {\n  y = 2 * x\n  const c = y\n  return c + x\n}\na = 1\n'],
])('%s as a warning', (code, text) => {
  makeWarning(code);
  const first = analyze(`${text}b = 3`);
  const second = analyze(`${text}b = 4`, 1, emptyContext, first);
  for (const { names, problems } of [first, second]) {
    expect(problems).toMatchObject([{ code, severity: 'warning' }]);
    expect(names.unresolved).toEqual(new Set());
  }
});
