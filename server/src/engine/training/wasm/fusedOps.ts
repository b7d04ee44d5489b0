/** The operations of a fused elementwise group: one for each node, except that an activation's gradient is a single one. */

import type { NodeId, Program } from '../../ir/program.ts';
import { multiply } from '../../operators/elementwise/arithmetic.ts';
import { tensorOpcodes } from '../../runtime/wasm/codegen/elementwise.ts';
import { matchActivationDerivative, type SingleUseInputs } from './activationVjps.ts';
import type { AliasedOperand } from './aliases.ts';
import type { Fusion } from './fusion.ts';

/** An operation of an elementwise group. */
export interface FusedOp {
  readonly node: NodeId;
  readonly opcode: number;
  readonly inputs: readonly AliasedOperand[];
}

/** The operations of a group's nodes, in order. */
export function fusedOpsOf(program: Program, nodes: readonly NodeId[], fusion: Fusion): FusedOp[] {
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
        const vjp = matchActivationDerivative(factor.node, singleUseInputs, isOne);
        if (vjp === undefined) continue;
        for (const fused of vjp.fusedNodes) fusedNodes.add(fused);
        return { node, opcode: vjp.opcode, inputs: [adjoint, vjp.value] };
      }
    }
    return { node, opcode: tensorOpcodes.get(program.operator(node))!, inputs };
  });
  return fusedOps.filter(({ node }) => !fusedNodes.has(node));
}
