/**
 * Makes a program smaller without changing one bit of what it computes: nodes that are the same are shared, scalar
 * constants are folded, and what does nothing is left out. (`x + 0` stays: it turns −0 into 0.)
 */

import { add, divide, multiply, negate, power, subtract } from './ops/arithmetic.ts';
import { constantNumber, identity, leaf, number } from './ops/leaves.ts';
import { matmul } from './ops/products.ts';
import { expand, reshape, sumTo, transpose } from './ops/shaping.ts';
import type { Attributes, Operator } from './operator.ts';
import { type NodeId, Program } from './program.ts';
import { sameShape } from './shape.ts';
import { Sharing } from './sharing.ts';

export interface Simplified {
  readonly program: Program;
  /** For each node of the original program, the node of the simplified one that holds its value. */
  readonly places: Int32Array;
}

export function simplify(original: Program): Simplified {
  const program = new Program();
  const sharing = new Sharing(program);
  const places = new Int32Array(original.length);
  for (let node = 0; node < original.length; node++) {
    const operands = original.operands(node).map((operand) => places[operand]);
    const operator = original.operator(node);
    places[node] =
      existing(program, operator, operands, original, node) ??
      folded(program, operator, operands) ??
      appended(program, sharing, operator, operands, original.attributes(node));
  }
  return { program, places };
}

/** An operand that already is what the node would compute. */
function existing(
  program: Program,
  operator: Operator,
  operands: readonly NodeId[],
  original: Program,
  node: NodeId,
): NodeId | undefined {
  const [a, b] = operands;
  const candidate = unchangedOperand(program, operator, a, b);
  const fits = candidate !== undefined && sameShape(program.shape(candidate), original.shape(node));
  return fits ? candidate : undefined;
}

function unchangedOperand(program: Program, operator: Operator, a: NodeId, b: NodeId): NodeId | undefined {
  const isNumber = (operand: NodeId, value: number): boolean => Object.is(constantNumber(program, operand), value);
  switch (operator) {
    case identity:
    case reshape:
    case expand:
    case sumTo:
      return a;
    case multiply:
      return isNumber(b, 1) ? a : isNumber(a, 1) ? b : undefined;
    case divide:
    case power:
      return isNumber(b, 1) ? a : undefined;
    case subtract:
      return isNumber(b, 0) ? a : undefined;
    case add:
      return isNumber(b, -0) ? a : isNumber(a, -0) ? b : undefined;
    case negate:
      return program.operator(a) === negate ? program.operand(a, 0) : undefined;
    case transpose:
      return isReversal(program, a) ? program.operand(a, 0) : program.shape(a).length < 2 ? a : undefined;
    default:
      return undefined;
  }
}

function isReversal(program: Program, node: NodeId): boolean {
  return program.operator(node) === transpose && program.attributes(node).axis === undefined;
}

/** The constant that an elementwise operator makes of scalar constants. */
function folded(program: Program, operator: Operator, operands: readonly NodeId[]): NodeId | undefined {
  if (operator.kind !== 'elementwise') return undefined;
  const values = operands.map((operand) => constantNumber(program, operand));
  if (values.includes(undefined)) return undefined;
  const [a, b = 0, c = 0] = values as number[];
  return number(program, operator.forward(a, b, c));
}

function appended(
  program: Program,
  sharing: Sharing,
  operator: Operator,
  operands: readonly NodeId[],
  attributes: Attributes,
): NodeId {
  if (operator === leaf) return program.add(operator, operands, attributes);
  if (operator === matmul) return multipliedInPlace(program, sharing, operands);
  return sharing.find(operator, operands, attributes);
}

/** A matmul that reads transposed operands where they lie. */
function multipliedInPlace(program: Program, sharing: Sharing, [left, right]: readonly NodeId[]): NodeId {
  const transposeLeft = swapsLastAxes(program, left);
  const transposeRight = swapsLastAxes(program, right);
  const operands = [
    transposeLeft ? program.operand(left, 0) : left,
    transposeRight ? program.operand(right, 0) : right,
  ];
  return sharing.find(matmul, operands, {
    ...(transposeLeft && { transposeLeft }),
    ...(transposeRight && { transposeRight }),
  });
}

function swapsLastAxes(program: Program, node: NodeId): boolean {
  if (program.operator(node) !== transpose) return false;
  const rank = program.shape(node).length;
  const { axis } = program.attributes(node);
  if (axis === undefined) return rank === 2;
  return axis.every((from, to) => from === (to === rank - 1 ? rank - 2 : to === rank - 2 ? rank - 1 : to));
}
