/** Local gradients, derived from the node that computes `upstream × local`. */

import type { Operator } from '../engine/ir/operator.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import {
  divide,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  multiply,
  negate,
  notEqual,
  where,
} from '../engine/operators/elementwise/arithmetic.ts';
import { maximum } from '../engine/operators/elementwise/extrema.ts';
import { Precedence } from '../language/syntax/precedence.ts';
import { type AbbreviatedTerm, atom, infixTerm, type Term, term, termOf } from './formula.ts';

/** The local factor of a contribution; undefined if the contribution is not `upstream × local`. */
export function localGradientTerm(
  program: Program,
  contribution: NodeId,
  upstream: NodeId,
  abbreviated: AbbreviatedTerm,
): Term | undefined {
  const localGradient = localGradientOf(program, contribution, upstream);
  if (localGradient === undefined) return undefined;
  const factor = (): Term => termOf(program, localGradient.node, abbreviated);
  switch (localGradient.kind) {
    case 'one':
      return atom('1');
    case 'minus one':
      return term('−1', Precedence.negation);
    case 'factor':
      return factor();
    case 'reciprocal':
      return infixTerm('/', Precedence.product, atom('1'), factor());
    case 'where':
      return isMask(program, localGradient.node)
        ? factor()
        : infixTerm('!=', Precedence.comparison, factor(), atom('0'));
    case 'where not':
      return complementTerm(program, localGradient.node, abbreviated);
  }
}

/** Value of the local factor; NaN if the contribution is not `upstream × local`. */
export function localGradientValue(
  program: Program,
  contribution: NodeId,
  upstream: NodeId,
  scalarOf: (node: NodeId) => number,
): number {
  const localGradient = localGradientOf(program, contribution, upstream);
  switch (localGradient?.kind) {
    case 'one':
      return 1;
    case 'minus one':
      return -1;
    case 'factor':
      return scalarOf(localGradient.node);
    case 'reciprocal':
      return 1 / scalarOf(localGradient.node);
    case 'where':
      return scalarOf(localGradient.node) !== 0 ? 1 : 0;
    case 'where not':
      return scalarOf(localGradient.node) === 0 ? 1 : 0;
    default:
      return Number.NaN;
  }
}

/** The form of the local factor, and the node that it is made from. */
interface LocalGradient {
  readonly kind: 'one' | 'minus one' | 'factor' | 'reciprocal' | 'where' | 'where not';
  readonly node: NodeId;
}

function localGradientOf(program: Program, contribution: NodeId, upstream: NodeId): LocalGradient | undefined {
  if (contribution === upstream) return { kind: 'one', node: contribution };
  const [first, second, third] = program.operands(contribution);
  switch (program.operator(contribution)) {
    case negate:
      return first === upstream ? { kind: 'minus one', node: contribution } : undefined;
    case multiply:
      return first === upstream ? { kind: 'factor', node: second } : undefined;
    case divide:
      return first === upstream ? { kind: 'reciprocal', node: second } : undefined;
    case where:
      if (isMaskedProduct(program, first, second, upstream)) return { kind: 'factor', node: first };
      if (second === upstream) return { kind: 'where', node: first };
      return third === upstream ? { kind: 'where not', node: first } : undefined;
    default:
      return undefined;
  }
}

/** Matches `where(factor, upstream · factor, …)`, a product written so that an infinite gradient times 0 is 0. */
function isMaskedProduct(program: Program, factor: NodeId, product: NodeId, upstream: NodeId): boolean {
  const [first, second] = program.operands(product);
  return program.operator(product) === multiply && first === upstream && second === factor;
}

const comparisons: ReadonlySet<Operator> = new Set([less, lessEqual, greater, greaterEqual, equal, notEqual]);

/** True if a condition is always 1 or 0, so that it can be written as a factor. */
function isMask(program: Program, condition: NodeId): boolean {
  const operator = program.operator(condition);
  if (comparisons.has(operator)) return true;
  const isCombination = operator === multiply || operator === maximum;
  return isCombination && program.operands(condition).every((operand) => comparisons.has(program.operator(operand)));
}

/** A term that is 1 if the condition is false, else 0. */
function complementTerm(program: Program, condition: NodeId, abbreviated: AbbreviatedTerm): Term {
  if (program.operator(condition) === lessEqual) {
    const [left, right] = program.operands(condition).map((operand) => termOf(program, operand, abbreviated));
    return infixTerm('>', Precedence.comparison, left, right);
  }
  const conditionTerm = termOf(program, condition, abbreviated);
  return isMask(program, condition)
    ? infixTerm('−', Precedence.sum, atom('1'), conditionTerm)
    : infixTerm('==', Precedence.comparison, conditionTerm, atom('0'));
}
