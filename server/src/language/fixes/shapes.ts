/** Fixes for problems of shapes: wrapping, transposing and reshaping. */

import * as l10n from '@vscode/l10n';
import { type Shape, sizeOf } from '../../engine/ir/shape.ts';
import { nodeAt } from '../lowering/model.ts';
import type { shapeProblems } from '../problems/shapes.ts';
import { type Expression, indexIn } from '../syntax/ast.ts';
import { operandsOf, precedenceOf } from '../syntax/operands.ts';
import { Precedence } from '../syntax/precedence.ts';
import { type Fix, type Fixes, replacementFix } from './fix.ts';
import type { ProblemSite } from './problemSite.ts';

export const shapeFixes: Fixes<typeof shapeProblems> = {
  'loss-not-scalar': (site) => reductionFixes(site, false),
  'gradient-of-tensor': (site) => reductionFixes(site, site.text[site.problem.start - 1] === '∂'),
  'shape-mismatch': (site) => {
    const expression = expressionAtProblem(site, 'binary');
    if (!expression) return [];
    const { left, right, symbol } = expression;
    if (symbol === '@' && [left, right].some((side) => shapeOf(site, side)?.length === 0)) {
      const operatorRange = site.tokens.range(site.tokenAtOrAfter(site.rangeOf(left).end));
      return site.sourceOf(operatorRange) === '@' ? [replacementFix(operatorRange, '*')] : [];
    }
    const transposes = [right, left]
      .filter((side) => (shapeOf(site, side)?.length ?? 0) >= 2)
      .map((side) => transposeFix(site, side));
    return [
      ...(symbol === '@' ? [] : [...columnFixes(site, left, right), ...columnFixes(site, right, left)]),
      ...transposes,
    ];
  },
  'both-sides-broadcast': (site) => {
    const sides = operandPair(site);
    return sides.flatMap((side, index) => reshapeFixes(site, side, sides[1 - index]));
  },
};

/** Wraps an expression that has to be a scalar: `mean(…)` and `sum(…)`. */
function reductionFixes(site: ProblemSite, needsBrackets: boolean): readonly Fix[] {
  const source = site.sourceOf(site.problem);
  return ['mean', 'sum'].map((reduction) => {
    const text = needsBrackets ? `(${reduction}(${source}))` : `${reduction}(${source})`;
    return { ...replacementFix(site.problem, text), title: l10n.t`Wrap in ${reduction}(…)` };
  });
}

/** The expression that spans the problem, if it is of this kind. */
function expressionAtProblem<Kind extends Expression['kind']>(
  site: ProblemSite,
  kind: Kind,
): (Expression & { kind: Kind }) | undefined {
  const { start, end } = site.problem;
  const match = site.enclosingExpressions.find(
    (other) => other.kind === kind && site.rangeOf(other).start === start && site.rangeOf(other).end === end,
  );
  return match as (Expression & { kind: Kind }) | undefined;
}

/** The two operands of the operator at the problem, or of a call with two arguments. */
function operandPair(site: ProblemSite): readonly Expression[] {
  const expression = expressionAtProblem(site, 'binary') ?? expressionAtProblem(site, 'call');
  const operands = expression ? operandsOf(expression) : [];
  return operands.length === 2 ? operands : [];
}

function shapeOf({ context: { model }, outerStatement }: ProblemSite, expression: Expression): Shape | undefined {
  const node = nodeAt(model.expressionNodes, indexIn(outerStatement!, expression));
  return node === undefined ? undefined : model.program.shape(node);
}

function transposeFix(site: ProblemSite, operand: Expression): Fix {
  const source = site.sourceOf(site.rangeOf(operand));
  const bindsTightly = precedenceOf(operand) === Precedence.atom && operand.kind !== 'number';
  const text =
    operand.kind === 'transpose'
      ? site.sourceOf(site.rangeOf(operand.operand))
      : `${bindsTightly ? source : `(${source})`}.T`;
  return { ...replacementFix(site.rangeOf(operand), text), title: l10n.t`Transpose ${source}`, confidence: 'guess' };
}

/** Turns a vector into a column, so that it broadcasts along the rows of a matrix. */
function columnFixes(site: ProblemSite, operand: Expression, matrix: Expression): readonly Fix[] {
  const [vector, other] = [shapeOf(site, operand), shapeOf(site, matrix)];
  if (vector?.length !== 1 || other?.length !== 2 || vector[0] !== other[0]) return [];
  const source = site.sourceOf(site.rangeOf(operand));
  const fix = replacementFix(site.rangeOf(operand), `reshape(${source}, [-1, 1])`);
  return [{ ...fix, title: l10n.t`Make ${source} a column`, confidence: 'guess' }];
}

/** Reshapes an operand to the shape of the other one, if it has as many elements for any number of samples. */
function reshapeFixes(site: ProblemSite, operand: Expression, other: Expression): readonly Fix[] {
  const [from, to] = [shapeOf(site, operand), shapeOf(site, other)];
  if (!from || !to || sizeOf(from) !== sizeOf(to)) return [];
  const source = site.sourceOf(site.rangeOf(operand));
  const shape = to.length === 1 ? '-1' : `[${[-1, ...to.slice(1)].join(', ')}]`;
  return [
    {
      ...replacementFix(site.rangeOf(operand), `reshape(${source}, ${shape})`),
      title: l10n.t`Reshape ${source} to the shape of ${site.sourceOf(site.rangeOf(other))}`,
    },
  ];
}
