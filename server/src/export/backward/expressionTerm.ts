/** Converts nodes to source text: one operator over operands already written, with no redundant parentheses. */

import { constant } from '../../engine/ir/constant.ts';
import type { Attributes, CallSignature, Operator, Parameter } from '../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { type Shape, scalar, shapesEqual } from '../../engine/ir/shape.ts';
import { identity, leaf } from '../../engine/operators/identities.ts';
import { axisOf } from '../../engine/operators/reductions/singleAxis.ts';
import { stack } from '../../engine/operators/shapes/joining.ts';
import { sumTo } from '../../engine/operators/shapes/shaping.ts';
import { slice } from '../../engine/operators/shapes/slicing.ts';
import { decode } from '../../engine/operators/tokens.ts';
import { atom, infixTerm, parenthesize, prefixTerm, type Term, termText } from '../../explain/formula.ts';
import { toned } from '../../explain/tonedText.ts';
import { Precedence } from '../../language/syntax/precedence.ts';
import { listLiteral, numberTerm, tensorTerm } from './literal.ts';

/**
 * The expression that computes a node.
 * @param operands the written operands; that of a slice must not be a number or a list, as neither can be indexed.
 */
export function expressionTerm(program: Program, node: NodeId, operands: readonly Term[]): Term {
  const operator = program.operator(node);
  const attributes = program.attributes(node);
  const shape = program.shape(node);
  if (operator === constant) return tensorTerm(attributes.values ?? [], shape);
  if (operator === identity || operator === leaf || operator === decode) return operands[0];
  if (operator === slice) return sliceTerm(operands[0], program.shape(program.operand(node, 0)), shape, attributes);
  if (operator === sumTo) return sumToTerm(operands[0], program.shape(program.operand(node, 0)), shape);
  if (operator === stack && axisOf(attributes, shape.length) === 0) return atom(listLiteral(operands.map(termText)));
  const takesShape = operator.call?.parameters.some(({ kind }) => kind === 'shape');
  if (takesShape && shape.length === 0) return scalarTerm(operator, operands);
  return symbolTerm(operator, operands, attributes) ?? callTerm(operator.call!, operands, attributes);
}

/** A list must not be empty, so no call can request the shape of a scalar. */
function scalarTerm({ scalarSource }: Operator, [operand]: readonly Term[]): Term {
  return scalarSource ? atom(scalarSource(operand ? termText(operand) : '')) : operand;
}

function symbolTerm({ symbol }: Operator, operands: readonly Term[], { axis = [] }: Attributes): Term | undefined {
  const [left, right] = operands;
  switch (symbol?.kind) {
    case 'infix':
      return symbol.precedence === 'power'
        ? powerTerm(left, right)
        : infixTerm(symbol.text, Precedence[symbol.precedence], left, right);
    case 'prefix':
      return prefixTerm(symbol, symbol.text, left);
    case 'postfix':
      // A dot after digits would belong to the number.
      if (axis.length > 0 || /^[\d.]/.test(termText(left))) return undefined;
      return atom(toned`${parenthesize(Precedence.atom, left)}${symbol.text}`);
    default:
      return undefined;
  }
}

/** Exponentiation is right-associative, and its exponent may have a sign. */
function powerTerm(base: Term, exponent: Term): Term {
  return {
    text: toned`${parenthesize(Precedence.atom, base)}^${parenthesize(Precedence.negation, exponent)}`,
    precedence: Precedence.power,
  };
}

/** Sums over broadcast axes: by `sum` where that can express it, else by `sum_to`. */
function sumToTerm(operand: Term, fullShape: Shape, shape: Shape): Term {
  if (shapesEqual(fullShape, shape)) return operand;
  if (shape.length === 0) return atom(`sum(${termText(operand)})`);
  const droppedAxes = fullShape.length - shape.length;
  if (shapesEqual(fullShape.slice(droppedAxes), shape)) {
    const leadingAxes = Array.from({ length: droppedAxes }, (_, axis) => axis);
    return atom(`sum(${termText(operand)}, axis = ${axisText(leadingAxes)})`);
  }
  if (droppedAxes === 0) {
    const repeatedAxes = fullShape.flatMap((length, axis) => (length === shape[axis] ? [] : [axis]));
    return atom(`sum(${termText(operand)}, axis = ${axisText(repeatedAxes)}, keep = 1)`);
  }
  return atom(`sum_to(${termText(operand)}, ${listLiteral(shape)})`);
}

/** `x[1:3, ::-1]`: full axes at the end are omitted. */
function sliceTerm(operand: Term, fullShape: Shape, slicedShape: Shape, attributes: Attributes): Term {
  if (fullShape.length === 0) return operand;
  const { begin = slicedShape.map(() => 0), step = slicedShape.map(() => 1) } = attributes;
  const ranges = fullShape.map((length, axis) => rangeText(length, slicedShape[axis], begin[axis], step[axis]));
  const lastRange = ranges.findLastIndex((range) => range !== ':');
  return atom(
    toned`${parenthesize(Precedence.atom, operand)}${listLiteral(ranges.slice(0, Math.max(lastRange, 0) + 1))}`,
  );
}

/** The range of `count` elements of an axis, with default bounds and steps omitted. */
function rangeText(length: number, count: number, begin: number, step: number): string {
  if (count === 0) return length === 0 ? ':' : '0:0';
  const effectiveStep = count === 1 ? 1 : step;
  const lastIndex = begin + (count - 1) * effectiveStep;
  const startText = begin === (effectiveStep > 0 ? 0 : length - 1) ? '' : begin;
  const reachesEnd = lastIndex + effectiveStep >= length || lastIndex + effectiveStep < 0;
  const stopText = reachesEnd ? '' : lastIndex + Math.sign(effectiveStep);
  return `${startText}:${stopText}${effectiveStep === 1 ? '' : `:${effectiveStep}`}`;
}

/** Passes operands by position and the rest by keyword, and omits defaults. */
function callTerm({ name, parameters }: CallSignature, operands: readonly Term[], attributes: Attributes): Term {
  const args: string[] = [];
  let nextOperand = 0;
  let isStillPositional = true;
  for (const parameter of parameters) {
    let value: string | undefined;
    if (parameter.kind === 'operands') value = listLiteral(operands.map(termText));
    else if (parameter.kind === 'operand') value = operandText(parameter, termText(operands[nextOperand++]));
    else value = attributeText(parameter, attributes);
    isStillPositional &&= value !== undefined && isPositional(parameter, parameters);
    if (value !== undefined) args.push(isStillPositional ? value : `${parameter.name} = ${value}`);
  }
  return atom(`${name}(${args.join(', ')})`);
}

/** Required operands are positional; other parameters only where the call is clear without their names. */
function isPositional(parameter: Parameter, parameters: readonly Parameter[]): boolean {
  if (parameter.kind === 'operand') return parameter.default === undefined;
  if (parameter.kind === 'operands') return true;
  if (parameter.kind === 'shape') return parameters.length <= 2;
  return parameters.every(({ kind }) => kind !== 'operand' && kind !== 'operands');
}

function operandText(parameter: Parameter & { kind: 'operand' }, text: string): string | undefined {
  const isDefault = parameter.default !== undefined && termText(numberTerm(parameter.default)) === text;
  return isDefault ? undefined : text;
}

/** The default of each integer of a list that is omitted. */
const defaultIntegers: Readonly<Record<string, number>> = { begin: 0, step: 1 };

/** The text of an attribute; undefined if it has its default. */
function attributeText(
  parameter: Exclude<Parameter, { kind: 'operand' | 'operands' }>,
  attributes: Attributes,
): string | undefined {
  switch (parameter.kind) {
    case 'axis': {
      const { axis = [] } = attributes;
      const isDefault = axis.length === 0 || (axis.length === 1 && axis[0] === parameter.default);
      return isDefault ? undefined : axisText(axis);
    }
    // An omitted operator.
    case 'vocabulary':
      return undefined;
    case 'shape':
      return listLiteral(attributes.shape ?? scalar);
    case 'integers': {
      const integers = attributes[parameter.name] ?? [];
      const defaultValue = defaultIntegers[parameter.name];
      const isDefault = integers.every((integer) => integer === defaultValue);
      return isDefault && !parameter.isRequired ? undefined : listLiteral(integers);
    }
    case 'switch': {
      const { default: defaultValue = false, name } = parameter;
      const { [name]: value = defaultValue } = attributes;
      return value === defaultValue ? undefined : String(Number(value));
    }
    case 'integer':
    case 'number': {
      const value = attributes[parameter.name];
      return value === undefined || value === parameter.default ? undefined : termText(numberTerm(value));
    }
    case 'reduction': {
      const { reduction = parameter.default } = attributes;
      return reduction === parameter.default ? undefined : `"${reduction}"`;
    }
  }
}

/** A single axis as a number, several as a list. */
function axisText(axes: readonly number[]): string {
  return axes.length === 1 ? String(axes[0]) : listLiteral(axes);
}
