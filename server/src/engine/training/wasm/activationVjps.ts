/**
 * Fused activation gradients: an adjoint times the derivative of tanh or sigmoid, expressed by its value. Several nodes
 * of an elementwise group become one operation.
 */

import type { Operator } from '../../ir/operator.ts';
import type { NodeId, Program } from '../../ir/program.ts';
import { multiply, subtract } from '../../operators/elementwise/arithmetic.ts';
import { elementwiseOpcodes } from '../../runtime/wasm/codegen/elementwise.ts';
import * as opcodes from '../../runtime/wasm/generated/elementwiseOpcodes.ts';
import type { AliasedOperand } from './aliases.ts';
import type { Fusion } from './fusion.ts';

/** An operation of an elementwise group. */
export interface FusedOp {
  readonly node: NodeId;
  readonly opcode: number;
  readonly inputs: readonly AliasedOperand[];
}

/** The value of an activation, and the nodes that compute its derivative from that value and have no other use. */
interface DerivativeMatch {
  readonly value: AliasedOperand;
  readonly fusedNodes: readonly NodeId[];
}

/** The inputs of a node of this operator if it has a single use, within its group. */
type SingleUseInputs = (node: NodeId, operator: Operator) => readonly AliasedOperand[] | undefined;

type MatchDerivative = (
  node: NodeId,
  singleUseInputs: SingleUseInputs,
  isOne: (node: NodeId) => boolean,
) => DerivativeMatch | undefined;

const derivativePatterns: readonly (readonly [opcode: number, match: MatchDerivative])[] = [
  [
    opcodes.tanhVjp,
    (node, singleUseInputs, isOne) => {
      const [one, square] = singleUseInputs(node, subtract) ?? [];
      if (square === undefined || !isOne(one.node)) return undefined;
      const [value, otherValue] = singleUseInputs(square.node, multiply) ?? [];
      return value && value.node === otherValue.node ? { value, fusedNodes: [node, square.node] } : undefined;
    },
  ],
  [
    opcodes.sigmoidVjp,
    (node, singleUseInputs, isOne) => {
      const [value, complement] = singleUseInputs(node, multiply) ?? [];
      if (complement === undefined) return undefined;
      const [one, otherValue] = singleUseInputs(complement.node, subtract) ?? [];
      return otherValue?.node === value.node && isOne(one.node)
        ? { value, fusedNodes: [node, complement.node] }
        : undefined;
    },
  ],
];

/** The operations of a group's nodes, in order. */
export function selectOps(program: Program, nodes: readonly NodeId[], fusion: Fusion): FusedOp[] {
  const inputsByNode = new Map(nodes.map((node) => [node, fusion.operandsOf(node)]));
  const useCounts = new Map<NodeId, number>();
  for (const { node } of [...inputsByNode.values()].flat()) useCounts.set(node, (useCounts.get(node) ?? 0) + 1);
  const singleUseInputs: SingleUseInputs = (node, operator) =>
    useCounts.get(node) === 1 && !fusion.isStored(node) && program.operator(node) === operator
      ? inputsByNode.get(node)
      : undefined;
  const isOne = (node: NodeId): boolean => program.constantValue(node) === 1;
  const fusedNodes = new Set<NodeId>();
  const fusedOps = nodes.map((node): FusedOp => {
    const inputs = inputsByNode.get(node)!;
    if (program.operator(node) === multiply) {
      for (const [adjoint, factor] of [inputs, inputs.toReversed()]) {
        for (const [opcode, match] of derivativePatterns) {
          const derivative = match(factor.node, singleUseInputs, isOne);
          if (derivative === undefined) continue;
          for (const fused of derivative.fusedNodes) fusedNodes.add(fused);
          return { node, opcode, inputs: [adjoint, derivative.value] };
        }
      }
    }
    return { node, opcode: elementwiseOpcodes.get(program.operator(node))!, inputs };
  });
  return fusedOps.filter(({ node }) => !fusedNodes.has(node));
}
