/** The lengths of the axes of a random param or node. */

import type { Shape } from '../../../engine/ir/shape.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import type { Expression } from '../../syntax/ast.ts';
import type { CheckedBuilder } from '../checkedBuilder.ts';
import type { Frame } from './frame.ts';
import { evaluateIntegers } from './operatorCall.ts';

/** Evaluates the lengths between the brackets of `W[4, 8]`. */
export function evaluateLengths(
  lengths: readonly Expression[],
  frame: Frame,
  builder: CheckedBuilder,
): Shape | Problem {
  const shape: number[] = [];
  for (const expression of lengths) {
    const [length, ...others] = evaluateIntegers(expression, frame, builder) ?? [];
    if (length === undefined || others.length > 0 || length < 0)
      return problem('not-a-length', frame.rangeOf(expression));
    shape.push(length);
  }
  return shape;
}
