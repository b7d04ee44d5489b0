/** `expect E ≈ E within E`: the nodes that say whether a claim holds. */

import * as l10n from '@vscode/l10n';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { broadcast, isMismatch, showShape } from '../../engine/ir/shape.ts';
import { multiply, subtract } from '../../engine/operators/elementwise/arithmetic.ts';
import { maximum } from '../../engine/operators/elementwise/extrema.ts';
import { abs } from '../../engine/operators/elementwise/functions.ts';
import { expand } from '../../engine/operators/layout/shaping.ts';
import { number } from '../../engine/operators/leaves.ts';
import { type Problem, problem } from '../problems/problems.ts';
import type { Expectation } from '../syntax/tree.ts';
import type { Builder } from './builder.ts';
import type { Frame } from './frame.ts';
import type { Claim } from './model.ts';

/** What `expect` allows where it names no tolerance, relative to the larger side. */
const relativeTolerance = 1e-6;

/** The claim of a statement whose expressions have nodes. */
export function claimOf(statement: Expectation, frame: Frame, { program }: Builder): Claim | Problem {
  const sides = [statement.left, statement.right].map((side) => frame.nodeOf(side));
  const shape = broadcast(sides.map((side) => program.shape(side)));
  if (isMismatch(shape)) return problem('shape-mismatch', statement, shape.mismatch);
  const within = statement.within && frame.nodeOf(statement.within);
  const rank = within === undefined ? 0 : program.shape(within).length;
  if (rank > 0)
    return problem('not-scalar', statement.within!, l10n.t('a tolerance'), showShape(program.shape(within!)));
  const [left, right] = sides.map((side) => program.add(expand, [side], { shape }));
  const difference = program.add(abs, [program.add(subtract, [left, right])]);
  return { statement, left, right, difference, allowed: within ?? toleranceOf(program, left, right) };
}

function toleranceOf(program: Program, left: NodeId, right: NodeId): NodeId {
  const [a, b] = [left, right].map((side) => program.add(abs, [side]));
  return program.add(multiply, [number(program, relativeTolerance), program.add(maximum, [a, b])]);
}
