/** Binds the arguments of a call to parameters, by position and by keyword. */

import { parameterFor } from '../../foreign/arguments.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import { type Argument, type Expression, type Identifier, rangeIn, type StatementOrigin } from '../../syntax/ast.ts';

export interface Signature {
  readonly name: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly isRequired: boolean;
    readonly default?: number | string;
  }[];
}

/** The argument of each parameter; parameters with their default are absent. */
export type BoundArguments = ReadonlyMap<string, Expression>;

/** @param base the offset of the statement that contains the call. */
export function bindArguments(
  base: StatementOrigin,
  callee: Identifier,
  signature: Signature,
  args: readonly Argument[],
): BoundArguments | Problem {
  const { name, parameters } = signature;
  const bound = new Map<string, Expression>();
  const hasKeywords = args.some(({ keyword }) => keyword !== undefined);
  const parameterByName = new Map(hasKeywords ? parameters.map((parameter) => [parameter.name, parameter]) : []);
  for (const [index, argument] of args.entries()) {
    const keyword = argument.keyword;
    const parameter = keyword ? parameterByName.get(keyword.name) : parameters[index];
    if (parameter === undefined) return mismatchProblem(base, signature, argument);
    if (bound.has(parameter.name))
      return problem('duplicate-argument', rangeIn(base, argument.value), name, parameter.name);
    bound.set(parameter.name, argument.value);
  }
  const missing = parameters.find((parameter) => parameter.isRequired && !bound.has(parameter.name));
  return missing
    ? problem('missing-argument', rangeIn(base, callee), name, missing.name, formatSignature(signature))
    : bound;
}

function mismatchProblem(base: StatementOrigin, signature: Signature, { keyword, value }: Argument): Problem {
  return keyword
    ? problem(
        'unknown-argument',
        rangeIn(base, keyword),
        signature.name,
        keyword.name,
        formatSignature(signature),
        parameterFor(
          keyword.name,
          signature.parameters.map((parameter) => parameter.name),
        ),
      )
    : problem('too-many-arguments', rangeIn(base, value), signature.name, formatSignature(signature));
}

/** `leaky_relu(x, slope = 0.01)`. */
export function formatSignature({ name, parameters }: Signature): string {
  return `${name}(${parameters.map(formatParameter).join(', ')})`;
}

/** `slope = 0.01`. */
export function formatParameter({ name, isRequired, default: defaultValue }: Signature['parameters'][number]): string {
  return isRequired ? name : `${name} = ${defaultValue ?? '…'}`;
}
