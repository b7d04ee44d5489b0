/** Binds the arguments of a call to the parameters of what is called, by place and by keyword. */

import type { Range } from '../base/lines.ts';
import { type Problem, problem } from '../problems/problems.ts';
import type { Argument, Expression } from '../syntax/tree.ts';

export interface Signature {
  readonly name: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly isRequired: boolean;
    readonly default?: number | string;
  }[];
}

/** The expression given for each parameter; undefined where the default serves. */
export type Bound = ReadonlyMap<string, Expression>;

export function bindArguments(callee: Range, signature: Signature, given: readonly Argument[]): Bound | Problem {
  const { name, parameters } = signature;
  const bound = new Map<string, Expression>();
  const isNamed = given.some(({ keyword }) => keyword !== undefined);
  const byName = new Map(isNamed ? parameters.map((parameter) => [parameter.name, parameter]) : []);
  for (const [place, argument] of given.entries()) {
    const named = argument.keyword;
    const parameter = named ? byName.get(named.name) : parameters[place];
    if (parameter === undefined) return misfit(signature, argument);
    if (bound.has(parameter.name)) return problem('argument-twice', argument.value, name, parameter.name);
    bound.set(parameter.name, argument.value);
  }
  const missing = parameters.find((parameter) => parameter.isRequired && !bound.has(parameter.name));
  return missing ? problem('missing-argument', callee, name, missing.name, showSignature(signature)) : bound;
}

export function isProblem(value: Bound | Problem): value is Problem {
  return 'code' in value;
}

function misfit(signature: Signature, { keyword, value }: Argument): Problem {
  return keyword
    ? problem('unknown-argument', keyword, signature.name, keyword.name, showSignature(signature))
    : problem('too-many-arguments', value, signature.name, showSignature(signature));
}

/** `leaky_relu(x, slope = 0.01)`. */
export function showSignature({ name, parameters }: Signature): string {
  return `${name}(${parameters.map(showParameter).join(', ')})`;
}

/** `slope = 0.01`. */
export function showParameter({ name, isRequired, default: standard }: Signature['parameters'][number]): string {
  return isRequired ? name : `${name} = ${standard ?? '…'}`;
}
