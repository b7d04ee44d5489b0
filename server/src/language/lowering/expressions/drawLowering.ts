/** Lowers random nodes such as `eps[n, 2] ~ normal()`. */

import { distributionNamed, distributions } from '../../../engine/operators/draws/distributions.ts';
import { initializers } from '../../../engine/training/initializers.ts';
import { initializerFor } from '../../foreign/initializers.ts';
import { bindArguments } from '../../names/calls/bindArguments.ts';
import { isProblem, type Problem, problem } from '../../problems/problems.ts';
import type { Expression } from '../../syntax/ast.ts';
import { findSimilarName } from '../../text/findSimilarName.ts';
import type { CheckedBuilder, NodeResult } from '../checkedBuilder.ts';
import type { Frame } from './frame.ts';
import { evaluateLengths } from './lengths.ts';
import { operatorSignature } from './operatorCall.ts';

type Draw = Expression & { kind: 'draw' };

export function lowerDraw(draw: Draw, frame: Frame, builder: CheckedBuilder): NodeResult {
  const { name, distribution: identifier } = draw;
  const operator = distributionNamed(identifier.name);
  if (operator === undefined) return distributionProblem(draw, frame);
  const { parameters } = operator.distribution!;
  const bound = bindArguments(frame.base, identifier, operatorSignature(operator), draw.arguments);
  if (isProblem(bound)) return bound;
  const operands: number[] = [];
  for (const parameter of parameters) {
    const argument = bound.get(parameter.name);
    if (argument?.kind === 'string') return problem('misplaced-string', frame.rangeOf(argument));
    const defaultValue = 'default' in parameter ? Number(parameter.default) : 0;
    operands.push(argument ? frame.nodeOf(argument) : builder.program.addConstant(defaultValue));
  }
  const shape = draw.lengths && evaluateLengths(draw.lengths, frame, builder);
  if (shape && isProblem(shape)) return shape;
  const { drawCounter, seed } = builder.createDrawSource(frame.fullName(name) ?? name);
  return builder.add(frame.rangeOf(identifier), operator, [...operands, drawCounter], {
    seed,
    ...(shape && { shape }),
  });
}

/** The problem of a name that is no distribution. */
function distributionProblem({ name, distribution }: Draw, frame: Frame): Problem {
  const range = frame.rangeOf(distribution);
  const { name: written } = distribution;
  const names = distributions.map((row) => row.name);
  if (initializers.some((row) => row.name === written))
    return problem('initializer-for-node', range, written, name, names.join(', '));
  const renamed = initializerFor(written);
  const similar = renamed !== undefined && names.includes(renamed) ? renamed : findSimilarName(written, names);
  return problem('undefined-distribution', range, written, names.join(', '), similar);
}
