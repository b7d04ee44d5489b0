/** Problems as LSP diagnostics. */

import { expect, test } from 'vitest';
import { diagnosticsOf } from '../../../server/src/features/annotations/diagnostics.ts';
import { evaluated } from '../../support/models/evaluated.ts';

test('a problem has its range, severity and code', () => {
  expect(diagnosticsOf(evaluated('\r\nparam 사과 = 1\r\nq = 사과 + yy\r\nloss L = 2'))).toEqual([
    {
      range: { start: { line: 1, character: 6 }, end: { line: 1, character: 8 } },
      severity: 2,
      source: 'backprop',
      code: 'param-not-reached',
      message: "L doesn't depend on 사과, so training never changes it; use it in the loss or make it a const",
    },
    {
      range: { start: { line: 2, character: 9 }, end: { line: 2, character: 11 } },
      severity: 1,
      source: 'backprop',
      code: 'undefined-name',
      message: "'yy' is not defined",
    },
  ]);
});

test('a failed expectation is information: training may pass through any values', () => {
  const { problems } = evaluated('a = 1\nexpect a ≈ 2');
  expect(problems.map(({ severity }) => severity)).toEqual(['error']);
  expect(diagnosticsOf(evaluated('a = 1\nexpect a ≈ 2')).map(({ severity }) => severity)).toEqual([3]);
});

test('the code links to its page if there are pages', () => {
  const [diagnostic] = diagnosticsOf(evaluated('a ='), 'file:///docs/problems/');
  expect(diagnostic?.codeDescription).toEqual({ href: 'file:///docs/problems/missing-operand.md' });
});

test('errors come first among more than 1,000 problems, in text order', () => {
  const params = Array.from({ length: 1_000 }, (_, i) => `param x${i} = 1`).join('\n');
  const diagnostics = diagnosticsOf(evaluated(`${params}\nparam y = 1\nloss L = y\na =\nb =`));
  expect(diagnostics).toHaveLength(1_000);
  expect(diagnostics.slice(0, 3).map(({ code, range }) => [code, range.start.line])).toEqual([
    ['missing-operand', 1_002],
    ['missing-operand', 1_003],
    ['param-not-reached', 0],
  ]);
});
