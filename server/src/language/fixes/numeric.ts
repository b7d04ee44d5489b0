/** Fixes of numeric problems: failed expectations and gradients that are not finite. */

import * as l10n from '@vscode/l10n';
import { sizeOf } from '../../engine/ir/shape.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import { nodeAt } from '../lowering/model.ts';
import type { numericProblems } from '../problems/numeric.ts';
import { type ExpectStatement, type Expression, indexIn, rangeIn } from '../syntax/ast.ts';
import { literalNumbers, literalText } from '../syntax/literals.ts';
import { type Fix, type Fixes, replacementFix } from './fix.ts';
import type { ProblemSite } from './problemSite.ts';

/** Longer values are not written out. */
const maxElements = 16;

/** Expectations have a relative tolerance of 1e-6; this many digits satisfy it. */
const significantDigits = 8;

export const numericFixes: Fixes<typeof numericProblems> = {
  'gradient-not-finite': (site, _source, _value, _operands, replacement) =>
    replacement === undefined ? [] : [replacementFix(site.problem, replacement)],
  'expectation-failed': (site) => {
    const { statement } = site;
    if (statement?.kind !== 'expect') return [];
    const { left, right } = statement;
    if (literalNumbers(right)) return expectationFixes(site, statement, right, left);
    return literalNumbers(left) ? expectationFixes(site, statement, left, right) : [];
  },
};

/** Replaces the expected literal by the actual value. */
function expectationFixes(
  { context }: ProblemSite,
  statement: ExpectStatement,
  expected: Expression,
  actual: Expression,
): readonly Fix[] {
  const node = nodeAt(context.model.expressionNodes, indexIn(statement, actual));
  if (context.evaluation === undefined || node === undefined) return [];
  const { program } = context.model;
  const shape = program.shape(node);
  const values = elementsOf(program, context.evaluation.values, node);
  if (sizeOf(shape) > maxElements || !values.every(Number.isFinite)) return [];
  const literal = literalText(statement.within === undefined ? values.map(roundToDigits) : values, shape);
  const range = rangeIn(statement, expected);
  return [
    { ...replacementFix(range, literal), title: l10n.t`Change the expected value to ${literal}`, confidence: 'guess' },
  ];
}

/** Rounds to the digits that an expectation compares, if those are fewer. */
function roundToDigits(value: number): number {
  return Number(value.toPrecision(significantDigits));
}
