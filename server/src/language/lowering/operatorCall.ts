/** Calls of operators: arguments to operands and attributes. */

import type { Attributes, Operator, Parameter } from '../../engine/ir/operator.ts';
import { reductions } from '../../engine/ir/operator.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { dropout } from '../../engine/operators/dropout.ts';
import { lengthOf, size } from '../../engine/operators/layout/size.ts';
import { number } from '../../engine/operators/leaves.ts';
import { type Bound, bindArguments, isProblem, type Signature } from '../names/bindArguments.ts';
import { type Problem, problem } from '../problems/problems.ts';
import { literalNumbers } from '../syntax/literals.ts';
import type { Expression } from '../syntax/tree.ts';
import type { Builder, Drawing, Unusable } from './builder.ts';
import type { Frame } from './frame.ts';

type Call = Expression & { kind: 'call' };

/** Makes the node of a call of one of the operators that share a name: the one that its arguments fit. */
export function lowerOperatorCall(
  call: Call,
  operators: readonly Operator[],
  frame: Frame,
  builder: Builder,
): NodeId | Unusable {
  let misfit: Problem | undefined;
  for (const operator of byOperands(operators)) {
    // Where others have the name too, what is no operand is given by its keyword: a third value is no switch.
    if (misfit && call.arguments.filter(({ keyword }) => !keyword).length > operator.vjp.length) continue;
    const bound = bindArguments(call.callee, operatorSignature(operator), call.arguments);
    if (!isProblem(bound)) return applied(call, operator, bound, frame, builder);
    misfit = bound;
  }
  return misfit;
}

/** Those with more operands first: `max(x, 0)` compares two values, and `max(x, axis = 0)` reduces one. */
export function byOperands(operators: readonly Operator[]): readonly Operator[] {
  return operators.length < 2 ? operators : operators.toSorted((a, b) => b.vjp.length - a.vjp.length);
}

function applied(call: Call, operator: Operator, bound: Bound, frame: Frame, builder: Builder): NodeId | Unusable {
  const operands: NodeId[] = [];
  const attributes: Record<string, Attributes[keyof Attributes]> = {};
  const drawing = operator === dropout ? drawingOf(bound, builder) : undefined;
  for (const parameter of operator.call!.parameters) {
    const given = bound.get(parameter.name);
    if (given?.kind === 'string' && parameter.kind !== 'reduction') return problem('string-not-here', given);
    if (parameter.kind === 'operand') {
      operands.push(given ? frame.nodeOf(given) : (drawing?.draw ?? number(builder.program, parameter.default!)));
    } else if (parameter.kind === 'operands') {
      const items = itemsOf(given!, frame, builder);
      if (items === undefined) return problem('not-a-list', given!, parameter.name);
      operands.push(...items);
    } else {
      const standard = parameter.name === 'seed' ? drawing?.seed : undefined;
      const attribute = given ? attributeOf(parameter, given, frame, builder) : (standard ?? defaultOf(parameter));
      if (attribute !== undefined && isFound(attribute)) return attribute;
      if (attribute !== undefined) attributes[parameter.name] = attribute;
    }
  }
  const known = operator === size ? lengthOf(builder.shape(operands[0]), attributes) : undefined;
  return typeof known === 'number' ? number(builder.program, known) : builder.add(call, operator, operands, attributes);
}

/** What a dropout draws with where its call doesn't say it all: no two calls share a mask by accident. */
function drawingOf(bound: Bound, builder: Builder): Drawing | undefined {
  return bound.has('draw') && bound.has('seed') ? undefined : builder.drawing();
}

/** The operands that a list holds, literal items among them. */
function itemsOf(list: Expression, frame: Frame, { program }: Builder): readonly NodeId[] | undefined {
  if (list.kind !== 'list') return undefined;
  if (!list.isLiteral) return list.items.map((item) => frame.nodeOf(item));
  const numbers = literalNumbers(list)!;
  return numbers.length === list.items.length ? numbers.map(({ value }) => number(program, value)) : undefined;
}

type Attribute = Exclude<Attributes[keyof Attributes], undefined>;
type Setting = Exclude<Parameter, { kind: 'operand' | 'operands' }>;

function isFound(value: Attribute | Problem): value is Problem {
  return typeof value === 'object' && 'code' in value;
}

function defaultOf(parameter: Setting): Attribute | undefined {
  if (!('default' in parameter)) return undefined;
  return parameter.kind === 'axis' ? [parameter.default!] : parameter.default;
}

function attributeOf(parameter: Setting, given: Expression, frame: Frame, builder: Builder): Attribute | Problem {
  switch (parameter.kind) {
    case 'axis':
      return wholesOf(given, frame, builder) ?? problem('not-an-axis', given);
    case 'shape':
      return wholesOf(given, frame, builder) ?? problem('not-a-shape', given);
    case 'wholes':
      return wholesOf(given, frame, builder) ?? problem('not-wholes', given, parameter.name);
    case 'switch': {
      const value = knownOf(given, frame, builder);
      return value === 0 || value === 1 ? value === 1 : problem('not-a-switch', given, parameter.name);
    }
    case 'whole': {
      const value = knownOf(given, frame, builder);
      const isWhole = value !== undefined && Number.isSafeInteger(value) && (value >= 0 || parameter.mayBeNegative);
      return isWhole ? value : problem('not-a-count', given, parameter.name);
    }
    case 'number':
      return knownOf(given, frame, builder) ?? problem('not-known', given, parameter.name);
    case 'reduction': {
      const found = reductions.find((name) => given.kind === 'string' && name === given.value);
      return found ?? problem('not-a-reduction', given);
    }
  }
}

/** A number that is known while the text is read. */
export function knownOf(expression: Expression, frame: Frame, builder: Builder): number | undefined {
  const node = frame.nodeOf(expression);
  return node >= 0 ? builder.knownNumber(node) : undefined;
}

/** A whole number, or a list of them. */
export function wholesOf(expression: Expression, frame: Frame, builder: Builder): readonly number[] | undefined {
  const values = knownNumbers(expression, frame, builder);
  return values?.every((value) => Number.isSafeInteger(value)) ? (values as number[]) : undefined;
}

function knownNumbers(
  expression: Expression,
  frame: Frame,
  builder: Builder,
): readonly (number | undefined)[] | undefined {
  if (expression.kind !== 'list') return [knownOf(expression, frame, builder)];
  if (!expression.isLiteral) return expression.items.map((item) => knownOf(item, frame, builder));
  const isFlat = expression.items.every(({ kind }) => kind !== 'list');
  return isFlat ? literalNumbers(expression)!.map(({ value }) => value) : undefined;
}

const signatures = new Map<Operator, Signature>();

/** What a call of an operator must give. */
export function operatorSignature(operator: Operator): Signature {
  const known = signatures.get(operator);
  if (known) return known;
  const { name, parameters } = operator.call!;
  const signature = { name, parameters: parameters.map(signatureParameter) };
  signatures.set(operator, signature);
  return signature;
}

function signatureParameter(parameter: Parameter): Signature['parameters'][number] {
  const { name, kind } = parameter;
  const isRequired = mustBeGiven(parameter);
  return {
    name,
    isRequired,
    ...('default' in parameter && { default: kind === 'reduction' ? `"${parameter.default}"` : parameter.default! }),
  };
}

function mustBeGiven(parameter: Parameter): boolean {
  switch (parameter.kind) {
    case 'operand':
      return parameter.default === undefined;
    case 'operands':
    case 'shape':
      return true;
    case 'axis':
    case 'whole':
    case 'number':
      return parameter.isRequired ?? false;
    case 'wholes':
    case 'switch':
    case 'reduction':
      return false;
  }
}
