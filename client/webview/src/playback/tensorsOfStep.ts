/** The tensors that a step shows, and whether their gradients are complete by then. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { PlaybackStep } from '../../../../protocol/panel/playback.ts';

export interface StepTensor {
  /** Index of the node. */
  readonly node: number;
  /** True if the gradient has got all its contributions. */
  readonly hasGradient: boolean;
}

/** More operands would be too narrow beside each other. */
const maxOperands = 2;

/** Operands before the result. In the backward phase only the operand that the gradient flows to. */
export function tensorsOfStep(
  { nodes, wires }: GraphStructure,
  steps: readonly PlaybackStep[],
  stepIndex: number,
): readonly StepTensor[] {
  const { phase, node, resultNode, product } = steps[stepIndex]!;
  if (product !== null) return [];
  const sources = wires.flatMap(({ from, to }) => (to === node ? [from] : []));
  const operands = phase === 'forward' ? sources : resultNode === null ? [] : [resultNode];
  const shown = [...new Set([...operands.slice(0, maxOperands), node])];
  const pending = new Set(
    steps.slice(stepIndex + 1).flatMap((later) => (later.phase === 'backward' ? [later.resultNode] : [])),
  );
  return shown
    .filter((index) => nodes[index] !== undefined && nodes[index].shape !== '')
    .map((index) => ({ node: index, hasGradient: phase !== 'forward' && !pending.has(index) }));
}
