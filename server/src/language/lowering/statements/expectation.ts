/** Lowers `expect E ≈ E within E` to the nodes that check it. */

import * as l10n from '@vscode/l10n';
import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { broadcastShapes, formatShape, isMismatch } from '../../../engine/ir/shape.ts';
import { multiply, subtract } from '../../../engine/operators/elementwise/arithmetic.ts';
import { maximum } from '../../../engine/operators/elementwise/extrema.ts';
import { abs } from '../../../engine/operators/elementwise/functions.ts';
import { expand } from '../../../engine/operators/shapes/shaping.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import type { ExpectStatement } from '../../syntax/ast.ts';
import type { CheckedBuilder } from '../checkedBuilder.ts';
import type { Frame } from '../expressions/frame.ts';
import type { Expectation } from '../model.ts';

/** The default tolerance, relative to the larger side. */
const relativeTolerance = 1e-6;

/** Lowers a statement whose expressions have been lowered. */
export function lowerExpectation(
  statement: ExpectStatement,
  frame: Frame,
  { program }: CheckedBuilder,
): Expectation | Problem {
  const sides = [statement.left, statement.right].map((side) => frame.nodeOf(side));
  const shape = broadcastShapes(sides.map((side) => program.shape(side)));
  if (isMismatch(shape)) return problem('shape-mismatch', statement, shape.mismatch);
  const tolerance = statement.within && frame.nodeOf(statement.within);
  const rank = tolerance === undefined ? 0 : program.shape(tolerance).length;
  if (rank > 0)
    return problem(
      'not-scalar',
      frame.rangeOf(statement.within!),
      l10n.t('the tolerance'),
      formatShape(program.shape(tolerance!)),
    );
  const [left, right] = sides.map((side) => program.add(expand, [side], { shape }));
  const difference = program.add(abs, [program.add(subtract, [left, right])]);
  return { statement, left, right, difference, tolerance: tolerance ?? defaultTolerance(program, left, right) };
}

function defaultTolerance(program: Program, left: NodeId, right: NodeId): NodeId {
  const [a, b] = [left, right].map((side) => program.add(abs, [side]));
  return program.add(multiply, [program.addConstant(relativeTolerance), program.add(maximum, [a, b])]);
}
