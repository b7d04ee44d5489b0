/** The local derivative in `upstream × local`, read off the node that computes the product. */

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
import { bindings } from '../language/syntax/precedence.ts';
import { atom, infix, type Leaf, type Term, term, termOf } from './formula.ts';

/** The local factor of what flows back, where it is `upstream × local`: elsewhere undefined. */
export function localTerm(program: Program, flow: NodeId, upstream: NodeId, leaf: Leaf): Term | undefined {
  const local = localOf(program, flow, upstream);
  if (local === undefined) return undefined;
  const factor = (): Term => termOf(program, local.node, leaf);
  switch (local.kind) {
    case 'one':
      return atom('1');
    case 'minus one':
      return term('−1', bindings.minus);
    case 'factor':
      return factor();
    case 'reciprocal':
      return infix('/', bindings.product, atom('1'), factor());
    case 'where':
      return isMask(program, local.node) ? factor() : infix('!=', bindings.comparison, factor(), atom('0'));
    case 'where not':
      return complement(program, local.node, leaf);
  }
}

/** The value of the local factor of what flows back, given the values of scalar nodes. */
export function localValue(
  program: Program,
  flow: NodeId,
  upstream: NodeId,
  scalarOf: (node: NodeId) => number,
): number {
  const local = localOf(program, flow, upstream);
  switch (local?.kind) {
    case 'one':
      return 1;
    case 'minus one':
      return -1;
    case 'factor':
      return scalarOf(local.node);
    case 'reciprocal':
      return 1 / scalarOf(local.node);
    case 'where':
      return scalarOf(local.node) !== 0 ? 1 : 0;
    case 'where not':
      return scalarOf(local.node) === 0 ? 1 : 0;
    default:
      return Number.NaN;
  }
}

/** How what flows back is made of the upstream gradient, and the node that makes the rest of it. */
interface Local {
  readonly kind: 'one' | 'minus one' | 'factor' | 'reciprocal' | 'where' | 'where not';
  readonly node: NodeId;
}

function localOf(program: Program, flow: NodeId, upstream: NodeId): Local | undefined {
  if (flow === upstream) return { kind: 'one', node: flow };
  const [first, second, third] = program.operands(flow);
  switch (program.operator(flow)) {
    case negate:
      return first === upstream ? { kind: 'minus one', node: flow } : undefined;
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

/** `upstream · factor` where the factor is not 0: written so that an infinite gradient times 0 is 0. */
function isMaskedProduct(program: Program, factor: NodeId, product: NodeId, upstream: NodeId): boolean {
  const [first, second] = program.operands(product);
  return program.operator(product) === multiply && first === upstream && second === factor;
}

const comparisons: ReadonlySet<Operator> = new Set([less, lessEqual, greater, greaterEqual, equal, notEqual]);

/** Whether a condition is 1 or 0 by the way it is made, so that it may be written as a factor. */
function isMask(program: Program, condition: NodeId): boolean {
  const operator = program.operator(condition);
  if (comparisons.has(operator)) return true;
  const joins = operator === multiply || operator === maximum;
  return joins && program.operands(condition).every((operand) => comparisons.has(program.operator(operand)));
}

/** 1 where a condition does not hold. */
function complement(program: Program, condition: NodeId, leaf: Leaf): Term {
  if (program.operator(condition) === lessEqual) {
    const [left, right] = program.operands(condition).map((operand) => termOf(program, operand, leaf));
    return infix('>', bindings.comparison, left, right);
  }
  const condensed = termOf(program, condition, leaf);
  return isMask(program, condition)
    ? infix('−', bindings.sum, atom('1'), condensed)
    : infix('==', bindings.comparison, condensed, atom('0'));
}
