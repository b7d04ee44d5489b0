/**
 * Reverse-mode differentiation: appends the backward pass to a program as nodes of the same program. One executor runs
 * both passes, an adjoint is an ordinary node, and differentiating it again gives second derivatives.
 */

import { vjpOf } from '../ir/operator.ts';
import type { NodeId, NodeRange, Program } from '../ir/program.ts';
import { shapesEqual } from '../ir/shape.ts';
import { add } from '../operators/elementwise/arithmetic.ts';
import { sumTo } from '../operators/shapes/shaping.ts';

/** The nodes of a backward pass. */
export interface BackwardPass {
  /** The scalar node that was differentiated. */
  readonly root: NodeId;
  /** For each node up to the root, the node that holds its adjoint ∂root/∂node; −1 if no gradient flows. */
  readonly adjoints: Int32Array;
  /**
   * For each operand of each node up to the root, at `program.operandOffset(node) + operandIndex`, the node that holds its
   * contribution to the operand's adjoint; −1 if it has none. An adjoint is the sum of the contributions of its consumers.
   */
  readonly contributions: Int32Array;
  /** 1 for each node up to the root that is a target or depends differentiably on one. */
  readonly requiresGrad: Uint8Array;
}

/** The node of the adjoint; undefined if no gradient flows. */
export function adjointOf(backwardPass: BackwardPass, node: NodeId): NodeId | undefined {
  const adjoint = backwardPass.adjoints[node] ?? -1;
  return adjoint < 0 ? undefined : adjoint;
}

/** The node of the contribution that a node makes to the adjoint of an operand; undefined if there is none. */
export function contributionOf(
  backwardPass: BackwardPass,
  program: Program,
  node: NodeId,
  operandIndex: number,
): NodeId | undefined {
  const contribution = backwardPass.contributions[program.operandOffset(node) + operandIndex] ?? -1;
  return contribution < 0 ? undefined : contribution;
}

/**
 * Appends the backward pass from `root`, a scalar, to every node on a path from the nodes that satisfy `isTarget`. The
 * root always has an adjoint, the constant 1.
 */
export function differentiate(program: Program, root: NodeId, isTarget: (node: NodeId) => boolean): BackwardPass {
  const requiresGrad = new Uint8Array(root + 1);
  markRequiresGrad(program, requiresGrad, { first: 0, end: root + 1 }, isTarget);
  const adjoints = new Int32Array(root + 1).fill(-1);
  const contributions = new Int32Array(program.operandOffset(root + 1)).fill(-1);
  adjoints[root] = program.addConstant(1);
  for (let node = root; node >= 0; node--) {
    if (adjoints[node] < 0 || requiresGrad[node] === 0) continue;
    const operator = program.operator(node);
    const operands = program.operands(node);
    for (let operandIndex = 0; operandIndex < operands.length; operandIndex++) {
      const vjp = vjpOf(operator, operandIndex);
      const operand = operands[operandIndex];
      if (!vjp || requiresGrad[operand] === 0) continue;
      const contribution = unbroadcast(program, vjp(program, adjoints[node], operands, node, operandIndex), operand);
      contributions[program.operandOffset(node) + operandIndex] = contribution;
      adjoints[operand] = adjoints[operand] < 0 ? contribution : program.add(add, [adjoints[operand], contribution]);
    }
  }
  return { root, adjoints, contributions, requiresGrad };
}

/** Marks the nodes of a range that depend differentiably on a target, given the marks of those before. */
export function markRequiresGrad(
  program: Program,
  requiresGrad: Uint8Array,
  { first, end }: NodeRange,
  isTarget: (node: NodeId) => boolean,
): void {
  for (let node = first; node < end; node++) {
    const operator = program.operator(node);
    const arity = program.arity(node);
    let isRequired = isTarget(node);
    for (let operandIndex = 0; operandIndex < arity && !isRequired; operandIndex++) {
      isRequired = vjpOf(operator, operandIndex) !== null && requiresGrad[program.operand(node, operandIndex)] === 1;
    }
    requiresGrad[node] = isRequired ? 1 : 0;
  }
}

/** Sums a contribution over the axes along which the operand was broadcast. */
function unbroadcast(program: Program, contribution: NodeId, operand: NodeId): NodeId {
  const shape = program.shape(operand);
  return shapesEqual(program.shape(contribution), shape) ? contribution : program.add(sumTo, [contribution], { shape });
}
