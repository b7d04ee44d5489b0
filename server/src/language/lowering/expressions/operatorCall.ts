/** Lowers calls of operators: arguments to operands and attributes. */

import type { Attributes, Operator, Parameter, Reduction } from '../../../engine/ir/operator.ts';
import { reductions } from '../../../engine/ir/operator.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { dropout } from '../../../engine/operators/draws/dropout.ts';
import { elementCountAlong, size } from '../../../engine/operators/shapes/size.ts';
import { vocabularyOf } from '../../../engine/operators/tokens.ts';
import { type BoundArguments, bindArguments, type Signature } from '../../names/calls/bindArguments.ts';
import { isProblem, type Problem, problem } from '../../problems/problems.ts';
import type { Expression } from '../../syntax/ast.ts';
import { literalNumbers } from '../../syntax/literals.ts';
import type { CheckedBuilder, NodeResult, RandomSource } from '../checkedBuilder.ts';
import type { Frame } from './frame.ts';

type Call = Expression & { kind: 'call' };

/** Adds the node of a call. */
export type AddCall = (operator: Operator, operands: readonly NodeId[], attributes: Attributes) => NodeResult;

/** Lowers a call of the first operator of that name whose signature fits the arguments. */
export function lowerOperatorCall(
  call: Call,
  operators: readonly Operator[],
  frame: Frame,
  builder: CheckedBuilder,
  addCall: AddCall,
): NodeResult {
  let mismatch: Problem | undefined;
  for (const operator of sortByOperandCount(operators)) {
    // Overloaded operators take attributes by keyword only, so a surplus positional argument is not an attribute.
    if (mismatch && call.arguments.filter(({ keyword }) => !keyword).length > operator.vjp.length) continue;
    const bound = bindArguments(frame.base, call.callee, operatorSignature(operator), call.arguments);
    if (!isProblem(bound)) return applyOperator(operator, bound, frame, builder, addCall);
    mismatch = bound;
  }
  return mismatch;
}

/** Sorts overloads, those with more operands first: `max(x, 0)` compares two values, `max(x, axis = 0)` reduces one. */
export function sortByOperandCount(operators: readonly Operator[]): readonly Operator[] {
  return operators.length < 2 ? operators : operators.toSorted((a, b) => b.vjp.length - a.vjp.length);
}

function applyOperator(
  operator: Operator,
  bound: BoundArguments,
  frame: Frame,
  builder: CheckedBuilder,
  addCall: AddCall,
): NodeResult {
  const operands: NodeId[] = [];
  const attributes: Record<string, Attributes[keyof Attributes]> = {};
  const randomSource = operator === dropout ? randomSourceFor(bound, builder) : undefined;
  for (const parameter of operator.call!.parameters) {
    const argument = bound.get(parameter.name);
    if (argument?.kind === 'string' && parameter.kind !== 'reduction')
      return problem('misplaced-string', frame.rangeOf(argument));
    if (parameter.kind === 'operand') {
      operands.push(
        argument
          ? frame.nodeOf(argument)
          : (randomSource?.drawCounter ?? builder.program.addConstant(parameter.default!)),
      );
    } else if (parameter.kind === 'operands') {
      const items = operandsOfList(argument!, frame, builder);
      if (items === undefined) return problem('not-a-list', frame.rangeOf(argument!), parameter.name);
      operands.push(...items);
    } else {
      const defaultValue = parameter.name === 'seed' ? randomSource?.seed : undefined;
      const attribute = argument
        ? evaluateAttribute(parameter, argument, frame, builder)
        : (defaultValue ?? defaultAttribute(parameter));
      if (typeof attribute === 'object' && isProblem(attribute)) return attribute;
      if (attribute !== undefined) attributes[parameter.name] = attribute;
    }
  }
  const axisLength = operator === size ? elementCountAlong(builder.shape(operands[0]), attributes) : undefined;
  return typeof axisLength === 'number'
    ? builder.addSize(operands[0], (shape) => elementCountAlong(shape, attributes) as number)
    : addCall(operator, operands, attributes);
}

/** The random source of a dropout without an explicit draw or seed: no two calls share a mask by accident. */
function randomSourceFor(bound: BoundArguments, builder: CheckedBuilder): RandomSource | undefined {
  return bound.has('draw') && bound.has('seed') ? undefined : builder.createRandomSource();
}

/** The nodes of the items of a list. */
function operandsOfList(list: Expression, frame: Frame, { program }: CheckedBuilder): readonly NodeId[] | undefined {
  if (list.kind !== 'list') return undefined;
  if (!list.isLiteral) return list.items.map((item) => frame.nodeOf(item));
  const numbers = literalNumbers(list)!;
  return numbers.length === list.items.length ? numbers.map(({ value }) => program.addConstant(value)) : undefined;
}

type Attribute = Exclude<Attributes[keyof Attributes], undefined>;
type AttributeParameter = Exclude<Parameter, { kind: 'operand' | 'operands' }>;

function defaultAttribute(parameter: AttributeParameter): Attribute | undefined {
  if (!('default' in parameter)) return undefined;
  return parameter.kind === 'axis' ? [parameter.default!] : parameter.default;
}

function evaluateAttribute(
  parameter: AttributeParameter,
  argument: Expression,
  frame: Frame,
  builder: CheckedBuilder,
): Attribute | Problem {
  switch (parameter.kind) {
    case 'axis':
      return evaluateIntegers(argument, frame, builder) ?? problem('not-an-axis', frame.rangeOf(argument));
    case 'shape':
      return evaluateIntegers(argument, frame, builder) ?? problem('not-a-shape', frame.rangeOf(argument));
    case 'integers':
      return (
        evaluateIntegers(argument, frame, builder) ?? problem('not-integers', frame.rangeOf(argument), parameter.name)
      );
    case 'switch': {
      const value = evaluateConstant(argument, frame, builder);
      return value === 0 || value === 1
        ? value === 1
        : problem('not-a-boolean', frame.rangeOf(argument), parameter.name);
    }
    case 'integer': {
      const value = evaluateConstant(argument, frame, builder);
      const isValid = value !== undefined && Number.isSafeInteger(value) && (value >= 0 || parameter.canBeNegative);
      return isValid ? value : problem('not-a-count', frame.rangeOf(argument), parameter.name);
    }
    case 'number':
      return (
        evaluateConstant(argument, frame, builder) ??
        problem('argument-not-constant', frame.rangeOf(argument), parameter.name)
      );
    case 'vocabulary': {
      builder.preventReuse();
      return (
        vocabularyOf(builder.program, frame.nodeOf(argument)) ?? problem('without-vocabulary', frame.rangeOf(argument))
      );
    }
    case 'reduction': {
      const reduction = reductions.find((name) => argument.kind === 'string' && name === argument.value);
      return reduction ?? problem('not-a-reduction', frame.rangeOf(argument));
    }
  }
}

/** The value of a constant expression. */
export function evaluateConstant(expression: Expression, frame: Frame, builder: CheckedBuilder): number | undefined {
  const node = frame.nodeOf(expression);
  return node >= 0 ? builder.constantValue(node) : undefined;
}

/** The value of a constant integer, or of a list of them. */
export function evaluateIntegers(
  expression: Expression,
  frame: Frame,
  builder: CheckedBuilder,
): readonly number[] | undefined {
  const values = evaluateNumbers(expression, frame, builder);
  return values?.every((value) => Number.isSafeInteger(value)) ? (values as number[]) : undefined;
}

function evaluateNumbers(
  expression: Expression,
  frame: Frame,
  builder: CheckedBuilder,
): readonly (number | undefined)[] | undefined {
  if (expression.kind !== 'list') return [evaluateConstant(expression, frame, builder)];
  if (!expression.isLiteral) return expression.items.map((item) => evaluateConstant(item, frame, builder));
  const isFlat = expression.items.every(({ kind }) => kind !== 'list');
  return isFlat ? literalNumbers(expression)!.map(({ value }) => value) : undefined;
}

const signatureCache = new Map<Operator, Signature>();

/** The signature of an operator that is called, or of a distribution. */
export function operatorSignature(operator: Operator): Signature {
  const cached = signatureCache.get(operator);
  if (cached) return cached;
  const { name, parameters } = (operator.call ?? operator.distribution)!;
  const signature = { name, parameters: parameters.map(toSignatureParameter) };
  signatureCache.set(operator, signature);
  return signature;
}

function toSignatureParameter(parameter: Parameter): Signature['parameters'][number] {
  const { name } = parameter;
  const isRequired = isRequiredParameter(parameter);
  return {
    name,
    isRequired,
    ...('default' in parameter && { default: defaultText(parameter.default!) }),
  };
}

/** The default as signatures show it. */
function defaultText(value: number | true | Reduction): number | string {
  return typeof value === 'string' ? `"${value}"` : Number(value);
}

function isRequiredParameter(parameter: Parameter): boolean {
  switch (parameter.kind) {
    case 'operand':
      return parameter.default === undefined;
    case 'operands':
    case 'shape':
    case 'vocabulary':
      return true;
    case 'axis':
    case 'integer':
    case 'integers':
    case 'number':
      return parameter.isRequired ?? false;
    case 'switch':
    case 'reduction':
      return false;
  }
}
