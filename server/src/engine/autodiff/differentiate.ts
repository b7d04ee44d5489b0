/**
 * Reverse-mode differentiation: appends the reverse pass to a program, as nodes of the same program. So one executor
 * runs both passes, an adjoint is an ordinary node, and differentiating it again gives second derivatives.
 */

import { ruleOf } from '../ir/operator.ts';
import type { NodeId, Program, Stretch } from '../ir/program.ts';
import { sameShape } from '../ir/shape.ts';
import { add } from '../operators/elementwise/arithmetic.ts';
import { sumTo } from '../operators/layout/shaping.ts';
import { number } from '../operators/leaves.ts';

export interface Gradient {
  /** The scalar node that was differentiated. */
  readonly root: NodeId;
  /** For each node up to the root, the node that holds its adjoint ∂root/∂node; −1 where no gradient flows. */
  readonly adjoints: Int32Array;
  /**
   * For each operand of each node up to the root, at `program.operandStart(node) + position`, the node that holds what
   * flows back through it; −1 where nothing does. An adjoint is the sum of the contributions of its consumers.
   */
  readonly contributions: Int32Array;
  /** 1 for each node up to the root that a gradient passes through on its way to what is wanted. */
  readonly carries: Uint8Array;
}

/** The adjoint's node, or undefined where no gradient flows. */
export function adjointOf(gradient: Gradient, node: NodeId): NodeId | undefined {
  const adjoint = gradient.adjoints[node] ?? -1;
  return adjoint < 0 ? undefined : adjoint;
}

/** The node of what flows back to an operand of a node, or undefined. */
export function contributionOf(
  gradient: Gradient,
  program: Program,
  node: NodeId,
  position: number,
): NodeId | undefined {
  const contribution = gradient.contributions[program.operandStart(node) + position] ?? -1;
  return contribution < 0 ? undefined : contribution;
}

/**
 * Appends the reverse pass from `root`, a scalar, to every node on a path from the nodes that `isWanted`.
 * The root's own adjoint is 1 whether or not anything flows further.
 */
export function differentiate(program: Program, root: NodeId, isWanted: (node: NodeId) => boolean): Gradient {
  const carries = new Uint8Array(root + 1);
  carriesIn(program, carries, { first: 0, end: root + 1 }, isWanted);
  const adjoints = new Int32Array(root + 1).fill(-1);
  const contributions = new Int32Array(program.operandStart(root + 1)).fill(-1);
  adjoints[root] = number(program, 1);
  for (let node = root; node >= 0; node--) {
    if (adjoints[node] < 0 || carries[node] === 0) continue;
    const operator = program.operator(node);
    const operands = program.operands(node);
    for (let position = 0; position < operands.length; position++) {
      const rule = ruleOf(operator, position);
      const operand = operands[position];
      if (!rule || carries[operand] === 0) continue;
      const flow = fitted(program, rule(program, adjoints[node], operands, node, position), operand);
      contributions[program.operandStart(node) + position] = flow;
      adjoints[operand] = adjoints[operand] < 0 ? flow : program.add(add, [adjoints[operand], flow]);
    }
  }
  return { root, adjoints, contributions, carries };
}

/** Says of the nodes of a stretch whether a wanted node's gradient passes through them, if it is said of those before. */
export function carriesIn(
  program: Program,
  carries: Uint8Array,
  { first, end }: Stretch,
  isWanted: (node: NodeId) => boolean,
): void {
  for (let node = first; node < end; node++) {
    const operator = program.operator(node);
    const arity = program.arity(node);
    let carried = isWanted(node);
    for (let position = 0; position < arity && !carried; position++) {
      carried = ruleOf(operator, position) !== null && carries[program.operand(node, position)] === 1;
    }
    carries[node] = carried ? 1 : 0;
  }
}

/** What flows back, summed over the axes along which the operand was broadcast. */
function fitted(program: Program, flow: NodeId, operand: NodeId): NodeId {
  const shape = program.shape(operand);
  return sameShape(program.shape(flow), shape) ? flow : program.add(sumTo, [flow], { shape });
}
