/** The reverse pass of a program as a document tells it: what each node hands back to its operands, and which of its nodes are the same. */

import { adjointOf, contributionOf, type Gradient } from '../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { isMismatch, sameShape } from '../engine/ir/shape.ts';
import { divide, multiply } from '../engine/operators/elementwise/arithmetic.ts';
import { concat } from '../engine/operators/layout/joining.ts';
import { expand, permutation, reshape, squeeze, sumTo, transpose } from '../engine/operators/layout/shaping.ts';
import { slice } from '../engine/operators/layout/slicing.ts';
import { constantNumber, leaf } from '../engine/operators/leaves.ts';
import { codeOf } from '../engine/operators/table.ts';

/** What a node hands back to one of its operands. */
export interface Flow {
  readonly consumer: NodeId;
  readonly operand: NodeId;
  /** The node that computes it. */
  readonly node: NodeId;
  /** The adjoint of the consumer. */
  readonly upstream: NodeId;
}

export class ReversePass {
  /** In the order in which they are added up: from the root back. */
  readonly flows: readonly Flow[];
  readonly #program: Program;
  readonly #root: NodeId;
  /** For each node of the reverse pass, the node that it is the same as. */
  readonly #same = new Map<NodeId, NodeId>();
  readonly #known = new Map<string, NodeId>();
  /** Those that are computed from an adjoint. */
  readonly #flowing = new Set<NodeId>();

  /** @param forward the nodes that the root is made of, in order. */
  constructor(program: Program, gradient: Gradient, forward: readonly NodeId[]) {
    this.#program = program;
    this.#root = gradient.root;
    this.flows = flowsOf(program, gradient, forward);
    for (const node of forward) this.#find(node);
    let next = this.#root + 1;
    for (const flow of this.flows) for (; next <= flow.node; next++) this.#same.set(next, this.#find(next, flow));
  }

  /**
   * The node, or the operand that it only repeats: of the reverse pass alone, as the forward pass is written as it was.
   * @param upstream is left as it is, which is why it is to be known.
   */
  bare(node: NodeId, upstream?: NodeId): NodeId {
    let found = node;
    while (found > this.#root && found !== upstream) {
      const operand = this.#repeated(found, upstream);
      if (operand === undefined) break;
      found = operand;
    }
    return found;
  }

  /**
   * The first node that computes the same from the same. What flows is the same only where it flows from one consumer:
   * two that hand back equal products do so for reasons of their own.
   */
  same(node: NodeId): NodeId {
    return this.#same.get(node) ?? node;
  }

  /**
   * What a node is computed from. An operand that got axes of length 1 in front stands as it was before, where
   * broadcasting adds them all the same.
   */
  operandsOf(node: NodeId, upstream?: NodeId): readonly NodeId[] {
    const program = this.#program;
    const operator = program.operator(node);
    if (operator === leaf) return [];
    const operands = program.operands(node).map((operand) => this.bare(operand, upstream));
    if (node <= this.#root || (operator !== expand && operator.kind !== 'elementwise')) return operands;
    return operands.reduce((found, operand, position) => {
      const before = operand === upstream ? operand : this.#withoutLeadingOnes(operand);
      const replaced = found.with(position, this.bare(before, upstream));
      const shape = operator.shape(
        replaced.map((part) => program.shape(part)),
        program.attributes(node),
      );
      return !isMismatch(shape) && sameShape(shape, program.shape(node)) ? replaced : found;
    }, operands);
  }

  #withoutLeadingOnes(node: NodeId): NodeId {
    const program = this.#program;
    if (node <= this.#root || program.operator(node) !== reshape) return node;
    const before = program.operand(node, 0);
    const added = program.shape(node).length - program.shape(before).length;
    return added > 0 && sameShape(program.shape(node).slice(added), program.shape(before)) ? before : node;
  }

  #repeated(node: NodeId, upstream: NodeId | undefined): NodeId | undefined {
    const program = this.#program;
    const [first, second] = program.operands(node);
    switch (program.operator(node)) {
      case reshape:
      case squeeze:
      case expand:
      case sumTo:
        return sameShape(program.shape(node), program.shape(first)) ? first : undefined;
      case transpose:
        return permutation(program.shape(first), program.attributes(node).axis).every((from, to) => from === to)
          ? first
          : undefined;
      case slice:
        return isWhole(program, node) ? first : undefined;
      case concat:
        return program.arity(node) === 1 ? first : undefined;
      case multiply:
      case divide: {
        const isByOne = second !== upstream && constantNumber(program, second) === 1;
        return isByOne && sameShape(program.shape(node), program.shape(first)) ? first : undefined;
      }
      default:
        return undefined;
    }
  }

  #find(node: NodeId, flow?: Flow): NodeId {
    const program = this.#program;
    const bare = this.bare(node, flow?.upstream);
    if (bare !== node) return this.same(bare);
    if (program.arity(node) === 0) return node;
    const operands = this.operandsOf(node, flow?.upstream);
    if (operands.some((operand) => operand === flow?.upstream || this.#flowing.has(operand))) this.#flowing.add(node);
    const owner = flow && this.#flowing.has(node) ? flow.consumer : '';
    const parts = operands.map((operand) => (operand === flow?.upstream ? 'upstream' : this.#keyOf(operand)));
    const key = [owner, codeOf(program.operator(node)), JSON.stringify(program.attributes(node)), ...parts].join(' ');
    const known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, node);
    return known ?? node;
  }

  #keyOf(node: NodeId): string | number {
    const value = constantNumber(this.#program, node);
    return value === undefined ? this.same(node) : `=${Object.is(value, -0) ? '-0' : value}`;
  }
}

function isWhole(program: Program, node: NodeId): boolean {
  const { step = [] } = program.attributes(node);
  const isInOrder = program.shape(node).every((length, axis) => length < 2 || (step[axis] ?? 1) === 1);
  return isInOrder && sameShape(program.shape(node), program.shape(program.operand(node, 0)));
}

function flowsOf(program: Program, gradient: Gradient, forward: readonly NodeId[]): Flow[] {
  return forward.toReversed().flatMap((consumer) => {
    const upstream = adjointOf(gradient, consumer);
    if (upstream === undefined) return [];
    return program.operands(consumer).flatMap((operand, position) => {
      const node = contributionOf(gradient, program, consumer, position);
      return node === undefined ? [] : [{ consumer, operand, node, upstream }];
    });
  });
}
