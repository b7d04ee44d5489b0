/**
 * Fused activation gradients: an adjoint times the derivative of tanh or sigmoid, expressed by its value. Several nodes
 * of an elementwise group become one operation.
 */

import type { Operator } from '../../ir/operator.ts';
import type { NodeId } from '../../ir/program.ts';
import { multiply, subtract } from '../../operators/elementwise/arithmetic.ts';
import * as elementwiseOpcodes from '../../runtime/wasm/generated/elementwiseOpcodes.ts';
import type { AliasedOperand } from './aliases.ts';

/** The value of an activation, and the nodes that compute its derivative from that value and have no other use. */
interface DerivativeMatch {
  readonly value: AliasedOperand;
  readonly fusedNodes: readonly NodeId[];
}

/** The inputs of a node of this operator if it has a single use, within its group. */
export type SingleUseInputs = (node: NodeId, operator: Operator) => readonly AliasedOperand[] | undefined;

type MatchDerivative = (
  node: NodeId,
  singleUseInputs: SingleUseInputs,
  isOne: (node: NodeId) => boolean,
) => DerivativeMatch | undefined;

const derivativePatterns: readonly (readonly [opcode: number, match: MatchDerivative])[] = [
  [
    elementwiseOpcodes.tanhVjp,
    (node, singleUseInputs, isOne) => {
      const [one, square] = singleUseInputs(node, subtract) ?? [];
      if (square === undefined || !isOne(one.node)) return undefined;
      const [value, otherValue] = singleUseInputs(square.node, multiply) ?? [];
      return value && value.node === otherValue.node ? { value, fusedNodes: [node, square.node] } : undefined;
    },
  ],
  [
    elementwiseOpcodes.sigmoidVjp,
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

/** A derivative of an activation, with the opcode that multiplies it by an adjoint. */
export interface ActivationDerivative extends DerivativeMatch {
  readonly opcode: number;
}

/** Recognizes a node as the derivative of an activation. */
export function matchActivationDerivative(
  node: NodeId,
  singleUseInputs: SingleUseInputs,
  isOne: (node: NodeId) => boolean,
): ActivationDerivative | undefined {
  for (const [opcode, match] of derivativePatterns) {
    const derivative = match(node, singleUseInputs, isOne);
    if (derivative) return { opcode, ...derivative };
  }
  return undefined;
}
