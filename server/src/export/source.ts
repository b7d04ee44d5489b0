/** Nodes as source of the language: one operator over operands that are written already, with no bracket too many. */

import type { Attributes, Call, Operator, Parameter } from '../engine/ir/operator.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { type Shape, sameShape, scalar } from '../engine/ir/shape.ts';
import { power } from '../engine/operators/elementwise/arithmetic.ts';
import { ones, zeros } from '../engine/operators/layout/constructors.ts';
import { stack } from '../engine/operators/layout/joining.ts';
import { reshape, sumTo } from '../engine/operators/layout/shaping.ts';
import { slice } from '../engine/operators/layout/slicing.ts';
import { constant, identity, leaf } from '../engine/operators/leaves.ts';
import { axisOf } from '../engine/operators/reductions/oneAxis.ts';
import { atom, infix, type Term, within, written } from '../explain/formula.ts';
import { toned } from '../explain/toned.ts';
import { bindings, infixBindings } from '../language/syntax/precedence.ts';
import { listOf, numberTerm, tensorTerm } from './literal.ts';

/**
 * The expression that computes a node.
 * @param operands each as it is written; what a slice cuts from is no number and no list, as neither can be indexed.
 */
export function sourceTerm(program: Program, node: NodeId, operands: readonly Term[]): Term {
  const operator = program.operator(node);
  const attributes = program.attributes(node);
  const shape = program.shape(node);
  if (operator === constant) return tensorTerm(attributes.values ?? [], shape);
  if (operator === identity || operator === leaf) return operands[0];
  if (operator === slice) return cutFrom(operands[0], program.shape(program.operand(node, 0)), shape, attributes);
  if (operator === sumTo) return summedTo(operands[0], program.shape(program.operand(node, 0)), shape);
  if (operator === stack && axisOf(attributes, shape.length) === 0) return atom(listOf(operands.map(written)));
  const isAskedFor = operator.call?.parameters.some(({ kind }) => kind === 'shape');
  if (isAskedFor && shape.length === 0) return madeScalar(operator, operands);
  return withSymbol(operator, operands, attributes) ?? called(operator.call!, operands, attributes);
}

/** No list is empty, so that no call can ask for the shape of a scalar. */
function madeScalar(operator: Operator, [operand]: readonly Term[]): Term {
  if (operator === zeros || operator === ones) return atom(operator === zeros ? '0' : '1');
  return operator === reshape ? atom(`squeeze(${written(operand)})`) : operand;
}

function withSymbol(operator: Operator, operands: readonly Term[], { axis = [] }: Attributes): Term | undefined {
  const { symbol } = operator;
  const [left, right] = operands;
  switch (symbol?.kind) {
    case 'infix':
      return operator === power ? raised(left, right) : infix(symbol.text, infixBindings[symbol.text], left, right);
    case 'prefix':
      return { parts: toned`${symbol.text}${within(bindings.minus, left)}`, binding: bindings.minus };
    case 'postfix':
      // A point behind digits would be theirs.
      if (axis.length > 0 || /^[\d.]/.test(written(left))) return undefined;
      return atom(toned`${within(bindings.atom, left)}${symbol.text}`);
    default:
      return undefined;
  }
}

/** Binds to the right, and its exponent may have a sign. */
function raised(base: Term, exponent: Term): Term {
  return { parts: toned`${within(bindings.atom, base)}^${within(bindings.minus, exponent)}`, binding: bindings.power };
}

/** What a broadcast repeated, summed up again: by `sum` where it can say so. */
function summedTo(operand: Term, whole: Shape, shape: Shape): Term {
  if (sameShape(whole, shape)) return operand;
  if (shape.length === 0) return atom(`sum(${written(operand)})`);
  const dropped = whole.length - shape.length;
  if (sameShape(whole.slice(dropped), shape)) {
    const leading = Array.from({ length: dropped }, (_, axis) => axis);
    return atom(`sum(${written(operand)}, axis = ${axisText(leading)})`);
  }
  if (dropped === 0) {
    const repeated = whole.flatMap((length, axis) => (length === shape[axis] ? [] : [axis]));
    return atom(`sum(${written(operand)}, axis = ${axisText(repeated)}, keep = 1)`);
  }
  return atom(`sum_to(${written(operand)}, ${listOf(shape)})`);
}

/** `x[1:3, ::-1]`: the axes at the end that stay whole are left out. */
function cutFrom(operand: Term, whole: Shape, part: Shape, attributes: Attributes): Term {
  if (whole.length === 0) return operand;
  const { begin = part.map(() => 0), step = part.map(() => 1) } = attributes;
  const ranges = whole.map((length, axis) => rangeText(length, part[axis], begin[axis], step[axis]));
  const last = ranges.findLastIndex((range) => range !== ':');
  return atom(toned`${within(bindings.atom, operand)}${listOf(ranges.slice(0, Math.max(last, 0) + 1))}`);
}

/** So many elements of an axis, with what goes without saying left out. */
function rangeText(length: number, count: number, begin: number, step: number): string {
  if (count === 0) return length === 0 ? ':' : '0:0';
  const by = count === 1 ? 1 : step;
  const last = begin + (count - 1) * by;
  const from = begin === (by > 0 ? 0 : length - 1) ? '' : begin;
  const isToTheEnd = last + by >= length || last + by < 0;
  const to = isToTheEnd ? '' : last + Math.sign(by);
  return `${from}:${to}${by === 1 ? '' : `:${by}`}`;
}

/** Operands by their place, the rest by keyword; what is left out has its default. */
function called({ name, parameters }: Call, operands: readonly Term[], attributes: Attributes): Term {
  const given: string[] = [];
  let next = 0;
  let isByPlace = true;
  for (const parameter of parameters) {
    let value: string | undefined;
    if (parameter.kind === 'operands') value = listOf(operands.map(written));
    else if (parameter.kind === 'operand') value = unlessDefault(parameter, written(operands[next++]));
    else value = settingText(parameter, attributes);
    isByPlace &&= value !== undefined && goesByPlace(parameter, parameters);
    if (value !== undefined) given.push(isByPlace ? value : `${parameter.name} = ${value}`);
  }
  return atom(`${name}(${given.join(', ')})`);
}

/** In a call of many parameters, what is no operand says what it is. */
function goesByPlace(parameter: Parameter, parameters: readonly Parameter[]): boolean {
  if (parameter.kind === 'operand') return parameter.default === undefined;
  if (parameter.kind === 'operands') return true;
  if (parameter.kind === 'shape') return parameters.length <= 2;
  return parameters.every(({ kind }) => kind !== 'operand' && kind !== 'operands');
}

function unlessDefault(parameter: Parameter & { kind: 'operand' }, text: string): string | undefined {
  const isDefault = parameter.default !== undefined && written(numberTerm(parameter.default)) === text;
  return isDefault ? undefined : text;
}

/** The value of an attribute; undefined where it need not be written. */
function settingText(
  parameter: Exclude<Parameter, { kind: 'operand' | 'operands' }>,
  attributes: Attributes,
): string | undefined {
  switch (parameter.kind) {
    case 'axis': {
      const { axis = [] } = attributes;
      const isDefault = axis.length === 0 || (axis.length === 1 && axis[0] === parameter.default);
      return isDefault ? undefined : axisText(axis);
    }
    case 'shape':
      return listOf(attributes.shape ?? scalar);
    case 'wholes': {
      const usual = parameter.name === 'begin' ? 0 : 1;
      const wholes = attributes[parameter.name] ?? [];
      return wholes.every((whole) => whole === usual) ? undefined : listOf(wholes);
    }
    case 'switch':
      return attributes[parameter.name] ? '1' : undefined;
    case 'whole':
    case 'number': {
      const value = attributes[parameter.name];
      return value === undefined || value === parameter.default ? undefined : written(numberTerm(value));
    }
    case 'reduction': {
      const { reduction = parameter.default } = attributes;
      return reduction === parameter.default ? undefined : `"${reduction}"`;
    }
  }
}

/** One axis as it is, several as a list. */
function axisText(axes: readonly number[]): string {
  return axes.length === 1 ? String(axes[0]) : listOf(axes);
}
