/**
 * Simplification that preserves every bit of the values: eliminates common subexpressions, folds scalar constants, removes
 * operations without effect (`x + 0` has one: it turns −0 into 0), and decomposes operators.
 */

import { constant, constantAttributes } from '../ir/constant.ts';
import type { Attributes, Operator } from '../ir/operator.ts';
import { type NodeId, Program } from '../ir/program.ts';
import { type Shape, shapesEqual } from '../ir/shape.ts';
import { add, divide, multiply, negate, subtract } from '../operators/elementwise/arithmetic.ts';
import { square } from '../operators/elementwise/functions.ts';
import { power } from '../operators/elementwise/power.ts';
import { detach, identity, leaf } from '../operators/identities.ts';
import { matmul } from '../operators/products.ts';
import { full } from '../operators/shapes/constructors.ts';
import { concat } from '../operators/shapes/joining.ts';
import { expand, reshape, squeeze, sumTo, transpose } from '../operators/shapes/shaping.ts';
import { slice, unslice } from '../operators/shapes/slicing.ts';
import { type Append, decompose } from './decompositions.ts';
import { ValueNumbering } from './valueNumbering.ts';

export interface Simplified {
  readonly program: Program;
  /** For each node of the original program, the node of the simplified one that holds its value. */
  readonly nodeMap: Int32Array;
}

export function simplify(original: Program): Simplified {
  const program = new Program();
  const valueNumbering = new ValueNumbering(program, original.length);
  const nodeMap = new Int32Array(original.length);
  for (let node = 0; node < original.length; node++) {
    const pending: PendingNode = {
      operator: original.operator(node),
      operands: original.operands(node).map((operand) => nodeMap[operand]),
      attributes: original.attributes(node),
      shape: original.shape(node),
    };
    nodeMap[node] = simplifyNode(program, valueNumbering, pending);
  }
  return { program, nodeMap };
}

function simplifyNode(program: Program, valueNumbering: ValueNumbering, pending: PendingNode): NodeId {
  return (
    findExisting(program, pending) ??
    foldConstant(program, valueNumbering, pending) ??
    decomposeNode(program, valueNumbering, pending) ??
    appendNode(program, valueNumbering, pending)
  );
}

/** A node of the original program, over operands that are already in the simplified one. */
interface PendingNode {
  readonly operator: Operator;
  readonly operands: readonly NodeId[];
  readonly attributes: Attributes;
  readonly shape: Shape;
}

/** The operand that already has the value and shape of the node, if there is one. */
function findExisting(program: Program, pending: PendingNode): NodeId | undefined {
  const candidate = unchangedOperand(program, pending);
  const hasSameShape = candidate !== undefined && shapesEqual(program.shape(candidate), pending.shape);
  return hasSameShape ? candidate : undefined;
}

function unchangedOperand(program: Program, { operator, operands, attributes }: PendingNode): NodeId | undefined {
  const [a, b] = operands;
  switch (operator) {
    case identity:
    case detach:
    case reshape:
    case squeeze:
    case expand:
    case full:
    case sumTo:
      return a;
    case concat:
      return operands.length === 1 ? a : undefined;
    case slice:
    case unslice:
      return program.shape(a).every((length, axis) => length < 2 || attributes.step?.[axis] === 1) ? a : undefined;
    case multiply:
      return isNumber(program, b, 1) ? a : isNumber(program, a, 1) ? b : undefined;
    case divide:
    case power:
      return isNumber(program, b, 1) ? a : undefined;
    case subtract:
      return isNumber(program, b, 0) ? a : undefined;
    case add:
      return isNumber(program, b, -0) ? a : isNumber(program, a, -0) ? b : undefined;
    case negate:
      return program.operator(a) === negate ? program.operand(a, 0) : undefined;
    case transpose:
      if (program.shape(a).length < 2 || attributes.axis?.every((from, to) => from === to)) return a;
      return hasDefaultOrder(attributes) && isFullTranspose(program, a) ? program.operand(a, 0) : undefined;
    default:
      return undefined;
  }
}

function isNumber(program: Program, node: NodeId, value: number): boolean {
  return Object.is(program.constantValue(node), value);
}

function isFullTranspose(program: Program, node: NodeId): boolean {
  return program.operator(node) === transpose && hasDefaultOrder(program.attributes(node));
}

function hasDefaultOrder({ axis }: Attributes): boolean {
  return axis === undefined;
}

/** The constant value of an elementwise operator on scalar constants. */
function foldConstant(
  program: Program,
  valueNumbering: ValueNumbering,
  { operator, operands }: PendingNode,
): NodeId | undefined {
  if (operator.kind !== 'elementwise') return undefined;
  const values: number[] = [];
  for (const operand of operands) {
    const value = program.constantValue(operand);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const [a, b = 0, c = 0] = values;
  return valueNumbering.findOrAdd(constant, [], constantAttributes(operator.forward(a, b, c)));
}

/** The decomposition of an operator into simpler ones, in the shape of the node. */
function decomposeNode(
  program: Program,
  valueNumbering: ValueNumbering,
  { operator, operands, attributes, shape }: PendingNode,
): NodeId | undefined {
  if (operator.kind === 'elementwise' || operands.length !== 1) return undefined;
  const append: Append = (innerOperator, innerOperands, innerAttributes = {}) => {
    const shapes = innerOperands.map((operand) => program.shape(operand));
    const innerShape = innerOperator.shape(shapes, innerAttributes) as Shape;
    return simplifyNode(program, valueNumbering, {
      operator: innerOperator,
      operands: innerOperands,
      attributes: innerAttributes,
      shape: innerShape,
    });
  };
  const value = decompose(operator, append, operands[0], program.shape(operands[0]), attributes);
  if (value === undefined || shapesEqual(program.shape(value), shape)) return value;
  return append(reshape, [value], { shape });
}

function appendNode(
  program: Program,
  valueNumbering: ValueNumbering,
  { operator, operands, attributes }: PendingNode,
): NodeId {
  if (operator === leaf) return program.add(operator, operands, attributes);
  if (operator === matmul) return fuseTransposes(program, valueNumbering, operands, attributes);
  if (operator === power && isNumber(program, operands[1], 2))
    return valueNumbering.findOrAdd(square, [operands[0]], {});
  return valueNumbering.findOrAdd(operator, operands, attributes);
}

/** A matmul whose transposed operands become flags, so that it reads them through strides. */
function fuseTransposes(
  program: Program,
  valueNumbering: ValueNumbering,
  [left, right]: readonly NodeId[],
  attributes: Attributes,
): NodeId {
  const stripTranspose = (operand: NodeId): NodeId =>
    swapsLastAxes(program, operand) ? program.operand(operand, 0) : operand;
  const operands = [stripTranspose(left), stripTranspose(right)];
  const transposeLeft = (operands[0] !== left) !== (attributes.transposeLeft ?? false);
  const transposeRight = (operands[1] !== right) !== (attributes.transposeRight ?? false);
  return valueNumbering.findOrAdd(matmul, operands, {
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
