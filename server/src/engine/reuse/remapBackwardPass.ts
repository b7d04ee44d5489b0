/** Reuse of a backward pass whose nodes have other indices in the current program. */

import type { BackwardPass } from '../autodiff/differentiate.ts';
import type { NodeMapping } from './nodeMapping.ts';

/** The backward pass of the previous program with its nodes mapped to those of the current one. */
export function remapBackwardPass(
  { root, adjoints, contributions }: BackwardPass,
  requiresGrad: Uint8Array,
  { previous, current, targets, hasMoved }: NodeMapping,
): BackwardPass {
  if (!hasMoved) return { root, adjoints, contributions, requiresGrad };
  const target = targets[root];
  const remappedAdjoints = new Int32Array(target + 1).fill(-1);
  const remappedContributions = new Int32Array(current.operandOffset(target + 1)).fill(-1);
  for (let node = 0; node <= root; node++) {
    if (adjoints[node] < 0) continue;
    remappedAdjoints[targets[node]] = targets[adjoints[node]];
    const start = previous.operandOffset(node);
    const shift = current.operandOffset(targets[node]) - start;
    const end = previous.operandOffset(node + 1);
    for (let i = start; i < end; i++) {
      if (contributions[i] >= 0) remappedContributions[i + shift] = targets[contributions[i]];
    }
  }
  return { root: target, adjoints: remappedAdjoints, contributions: remappedContributions, requiresGrad };
}
