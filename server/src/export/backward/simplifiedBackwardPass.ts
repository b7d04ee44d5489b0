/** The backward pass of a program, simplified for a document: redundant nodes are skipped, and equivalent nodes merged. */

import { adjointOf, type BackwardPass, contributionOf } from '../../engine/autodiff/differentiate.ts';
import { codeOf } from '../../engine/ir/operatorCodes.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { isMismatch, shapesEqual } from '../../engine/ir/shape.ts';
import { divide, multiply } from '../../engine/operators/elementwise/arithmetic.ts';
import { concat } from '../../engine/operators/shapes/joining.ts';
import { expand, permutationOf, reshape, squeeze, sumTo, transpose } from '../../engine/operators/shapes/shaping.ts';
import { slice } from '../../engine/operators/shapes/slicing.ts';
import { isInputOperator } from './inputOperators.ts';

/** The contribution of a consumer to the adjoint of one of its operands. */
export interface Contribution {
  readonly consumer: NodeId;
  readonly operand: NodeId;
  /** The node that computes the contribution. */
  readonly node: NodeId;
  /** The adjoint of the consumer. */
  readonly upstream: NodeId;
}

export class SimplifiedBackwardPass {
  /** In the order in which they are accumulated: from the root back. */
  readonly contributions: readonly Contribution[];
  readonly #program: Program;
  readonly #root: NodeId;
  /** The equivalent first node for each node of the backward pass. */
  readonly #canonical = new Map<NodeId, NodeId>();
  readonly #nodesByKey = new Map<string, NodeId>();
  /** Nodes that are computed from an adjoint. */
  readonly #dependsOnUpstream = new Set<NodeId>();

  /** @param forward the nodes that the root depends on, in order. */
  constructor(program: Program, backwardPass: BackwardPass, forward: readonly NodeId[]) {
    this.#program = program;
    this.#root = backwardPass.root;
    this.contributions = contributionsOf(program, backwardPass, forward);
    for (const node of forward) this.#canonicalize(node);
    let next = this.#root + 1;
    for (const contribution of this.contributions)
      for (; next <= contribution.node; next++) this.#canonical.set(next, this.#canonicalize(next, contribution));
  }

  /**
   * Skips nodes that only repeat their operand. Nodes of the forward pass are kept, as they mirror the source.
   * @param upstream an adjoint that is never skipped.
   */
  unwrap(node: NodeId, upstream?: NodeId): NodeId {
    let current = node;
    while (current > this.#root && current !== upstream) {
      const operand = this.#repeatedOperand(current, upstream);
      if (operand === undefined) break;
      current = operand;
    }
    return current;
  }

  /**
   * The first node with the same operator and operands. Nodes that depend on an upstream gradient are merged only
   * within one consumer: equal contributions of two consumers have different derivations.
   */
  canonical(node: NodeId): NodeId {
    return this.#canonical.get(node) ?? node;
  }

  /**
   * The operands of a node. An operand with added leading axes of length 1 is replaced by the original where
   * broadcasting adds the axes anyway.
   */
  operandsOf(node: NodeId, upstream?: NodeId): readonly NodeId[] {
    const program = this.#program;
    const operator = program.operator(node);
    if (isInputOperator(operator)) return [];
    const operands = program.operands(node).map((operand) => this.unwrap(operand, upstream));
    if (node <= this.#root || (operator !== expand && operator.kind !== 'elementwise')) return operands;
    return operands.reduce((current, operand, operandIndex) => {
      const unpadded = operand === upstream ? operand : this.#withoutLeadingAxes(operand);
      const candidate = current.with(operandIndex, this.unwrap(unpadded, upstream));
      const shape = operator.shape(
        candidate.map((part) => program.shape(part)),
        program.attributes(node),
      );
      return !isMismatch(shape) && shapesEqual(shape, program.shape(node)) ? candidate : current;
    }, operands);
  }

  #withoutLeadingAxes(node: NodeId): NodeId {
    const program = this.#program;
    if (node <= this.#root || program.operator(node) !== reshape) return node;
    const unpadded = program.operand(node, 0);
    const addedAxes = program.shape(node).length - program.shape(unpadded).length;
    return addedAxes > 0 && shapesEqual(program.shape(node).slice(addedAxes), program.shape(unpadded))
      ? unpadded
      : node;
  }

  #repeatedOperand(node: NodeId, upstream: NodeId | undefined): NodeId | undefined {
    const program = this.#program;
    const [first, second] = program.operands(node);
    switch (program.operator(node)) {
      case reshape:
      case squeeze:
      case expand:
      case sumTo:
        return shapesEqual(program.shape(node), program.shape(first)) ? first : undefined;
      case transpose:
        return permutationOf(program.shape(first), program.attributes(node).axis).every(
          (sourceAxis, targetAxis) => sourceAxis === targetAxis,
        )
          ? first
          : undefined;
      case slice:
        return isFullSlice(program, node) ? first : undefined;
      case concat:
        return program.arity(node) === 1 ? first : undefined;
      case multiply:
      case divide: {
        const isByOne = second !== upstream && program.constantValue(second) === 1;
        return isByOne && shapesEqual(program.shape(node), program.shape(first)) ? first : undefined;
      }
      default:
        return undefined;
    }
  }

  #canonicalize(node: NodeId, contribution?: Contribution): NodeId {
    const program = this.#program;
    const unwrapped = this.unwrap(node, contribution?.upstream);
    if (unwrapped !== node) return this.canonical(unwrapped);
    if (program.arity(node) === 0) return node;
    const operands = this.operandsOf(node, contribution?.upstream);
    if (operands.some((operand) => operand === contribution?.upstream || this.#dependsOnUpstream.has(operand)))
      this.#dependsOnUpstream.add(node);
    const scope = contribution && this.#dependsOnUpstream.has(node) ? contribution.consumer : '';
    const parts = operands.map((operand) => (operand === contribution?.upstream ? 'upstream' : this.#keyOf(operand)));
    const key = [scope, codeOf(program.operator(node)), JSON.stringify(program.attributes(node)), ...parts].join(' ');
    const existing = this.#nodesByKey.get(key);
    if (existing === undefined) this.#nodesByKey.set(key, node);
    return existing ?? node;
  }

  #keyOf(node: NodeId): string | number {
    const value = this.#program.constantValue(node);
    return value === undefined ? this.canonical(node) : `=${Object.is(value, -0) ? '-0' : value}`;
  }
}

function isFullSlice(program: Program, node: NodeId): boolean {
  const { step = [] } = program.attributes(node);
  const isInOrder = program.shape(node).every((length, axis) => length < 2 || (step[axis] ?? 1) === 1);
  return isInOrder && shapesEqual(program.shape(node), program.shape(program.operand(node, 0)));
}

function contributionsOf(program: Program, backwardPass: BackwardPass, forward: readonly NodeId[]): Contribution[] {
  return forward.toReversed().flatMap((consumer) => {
    const upstream = adjointOf(backwardPass, consumer);
    if (upstream === undefined) return [];
    return program.operands(consumer).flatMap((operand, operandIndex) => {
      const node = contributionOf(backwardPass, program, consumer, operandIndex);
      return node === undefined ? [] : [{ consumer, operand, node, upstream }];
    });
  });
}
