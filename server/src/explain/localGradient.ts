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
} from '../engine/operators/elementwise/arithmetic.ts';
import { maximum } from '../engine/operators/elementwise/extrema.ts';
import { where } from '../engine/operators/elementwise/selection.ts';
import { Precedence } from '../language/syntax/precedence.ts';
import { type Abbreviate, atom, infixTerm, type Term, term, termOf } from './formula.ts';

/** The local gradient of a contribution; undefined if the contribution is not `upstream × local`. */
export function localGradientTerm(
  program: Program,
  contribution: NodeId,
  upstream: NodeId,
  abbreviate: Abbreviate,
): Term | undefined {
  const form = localGradientFormOf(program, contribution, upstream);
  if (form === undefined) return undefined;
  const factor = (): Term => termOf(program, form.node, abbreviate);
  switch (form.kind) {
    case 'one':
      return atom('1');
    case 'minus one':
      return term('−1', Precedence.negation);
    case 'factor':
      return factor();
    case 'reciprocal':
      return infixTerm('/', Precedence.product, atom('1'), factor());
    case 'where':
      return isMask(program, form.node) ? factor() : infixTerm('!=', Precedence.comparison, factor(), atom('0'));
    case 'where not':
      return complementTerm(program, form.node, abbreviate);
  }
}

/** The value of the local gradient; NaN if the contribution is not `upstream × local`. */
export function localGradientValue(
  program: Program,
  contribution: NodeId,
  upstream: NodeId,
  scalarOf: (node: NodeId) => number,
): number {
  const form = localGradientFormOf(program, contribution, upstream);
  switch (form?.kind) {
    case 'one':
      return 1;
    case 'minus one':
      return -1;
    case 'factor':
      return scalarOf(form.node);
    case 'reciprocal':
      return 1 / scalarOf(form.node);
    case 'where':
      return scalarOf(form.node) !== 0 ? 1 : 0;
    case 'where not':
      return scalarOf(form.node) === 0 ? 1 : 0;
    default:
      return Number.NaN;
  }
}

/** The form of a local gradient, and the node that it is made from. */
interface LocalGradientForm {
  readonly kind: 'one' | 'minus one' | 'factor' | 'reciprocal' | 'where' | 'where not';
  readonly node: NodeId;
}

function localGradientFormOf(program: Program, contribution: NodeId, upstream: NodeId): LocalGradientForm | undefined {
  if (contribution === upstream) return { kind: 'one', node: contribution };
  const [first, second, third] = program.operands(contribution);
  switch (program.operator(contribution)) {
    case negate:
      return first === upstream ? { kind: 'minus one', node: contribution } : undefined;
    case multiply: {
      const factor = otherFactor(program, contribution, upstream);
      return factor === undefined ? undefined : { kind: 'factor', node: factor };
    }
    case divide:
      return first === upstream ? { kind: 'reciprocal', node: second } : undefined;
    case where:
      // `where(factor, upstream · factor, …)` is a product written so that an infinite gradient times 0 is 0.
      if (otherFactor(program, second, upstream) === first) return { kind: 'factor', node: first };
      if (second === upstream) return { kind: 'where', node: first };
      return third === upstream ? { kind: 'where not', node: first } : undefined;
    default:
      return undefined;
  }
}

/** The other factor of a product with the upstream gradient; undefined for any other node. */
function otherFactor(program: Program, node: NodeId, upstream: NodeId): NodeId | undefined {
  if (program.operator(node) !== multiply) return undefined;
  const [first, second] = program.operands(node);
  if (first === upstream) return second;
  return second === upstream ? first : undefined;
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
function complementTerm(program: Program, condition: NodeId, abbreviate: Abbreviate): Term {
  if (program.operator(condition) === lessEqual) {
    const [left, right] = program.operands(condition).map((operand) => termOf(program, operand, abbreviate));
    return infixTerm('>', Precedence.comparison, left, right);
  }
  const conditionTerm = termOf(program, condition, abbreviate);
  return isMask(program, condition)
    ? infixTerm('−', Precedence.sum, atom('1'), conditionTerm)
    : infixTerm('==', Precedence.comparison, conditionTerm, atom('0'));
}
