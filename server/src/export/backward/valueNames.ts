/** Nouns for unnamed values, from the operators that compute them. */

import type { NodeId, Program } from '../../engine/ir/program.ts';

export function nounFor(program: Program, node: NodeId): string {
  const { noun, call, name } = program.operator(node);
  if (typeof noun === 'function') return noun(program.operands(node).map((operand) => program.constantValue(operand)));
  return noun ?? call?.name ?? name;
}
