/** The nodes of evaluation that depend on running statistics which no training has moved. */

import type { NodeId } from '../../engine/ir/program.ts';
import type { Model } from '../../language/lowering/model.ts';

/**
 * For each node up to a root, 1 if it depends on such statistics; undefined if the root does not. Its numbers are those of
 * a net that was never trained, so they don't say how it trains.
 */
export function untrainedNodes({ program, runningStatistics }: Model, root: NodeId): Uint8Array | undefined {
  const leaves = runningStatistics.flatMap(({ isLearned, node = -1 }) =>
    isLearned || node < 0 || node > root ? [] : [node],
  );
  if (leaves.length === 0) return undefined;
  const isUntrained = new Uint8Array(root + 1);
  for (const leaf of leaves) isUntrained[leaf] = 1;
  for (let node = Math.min(...leaves) + 1; node <= root; node++) {
    for (let position = 0; position < program.arity(node); position++)
      if (isUntrained[program.operand(node, position)] === 1) isUntrained[node] = 1;
  }
  return isUntrained[root] === 1 ? isUntrained : undefined;
}
