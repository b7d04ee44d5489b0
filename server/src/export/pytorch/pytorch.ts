/** Prints a program as a PyTorch script: the forward pass line by line; autograd does the backward pass. */

import { vjpOf } from '../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { leaf } from '../../engine/operators/identities.ts';

/**
 * The script computes `root`, a scalar, and every named node, then the gradient of `root`.
 * @param names Python identifiers; a named node retains its gradient as `name.grad`.
 * @param data leaves that are not params.
 */
export function pytorchScript(
  program: Program,
  root: NodeId,
  names: ReadonlyMap<NodeId, string>,
  data: ReadonlySet<NodeId> = new Set(),
): string {
  const required = requiredNodes(program, [root, ...names.keys()]);
  const requiresGrad = nodesRequiringGrad(program, data);
  const expressions: string[] = [];
  const lines: string[] = [];
  const retainedNames: string[] = [];
  for (let node = 0; node < required.length; node++) {
    if (required[node] === 0) continue;
    const operands = program.operands(node).map((operand) => expressions[operand]);
    const expression = data.has(node) ? operands[0] : program.operator(node).torch(operands, program.attributes(node));
    const isInline = program.constantValue(node) !== undefined && !names.has(node);
    expressions[node] = isInline ? expression : (names.get(node) ?? `_${node}`);
    if (isInline) continue;
    lines.push(`${expressions[node]} = ${expression}`);
    if (names.has(node) && requiresGrad[node] === 1 && program.operator(node) !== leaf)
      retainedNames.push(expressions[node]);
  }
  return [
    'import torch',
    '',
    'torch.set_default_dtype(torch.float64)',
    '',
    ...lines,
    ...(retainedNames.length > 0 ? ['', `for node in [${retainedNames.join(', ')}]:`, '    node.retain_grad()'] : []),
    ...(requiresGrad[root] === 1 ? [`${expressions[root]}.backward()`] : []),
    '',
  ].join('\n');
}

/** 1 for each node that is one of `nodes`, or that one of them depends on. */
function requiredNodes(program: Program, nodes: readonly NodeId[]): Uint8Array {
  const required = new Uint8Array(nodes.reduce((last, node) => Math.max(last, node), 0) + 1);
  for (const node of nodes) required[node] = 1;
  for (let node = required.length - 1; node >= 0; node--) {
    if (required[node] === 1) for (const operand of program.operands(node)) required[operand] = 1;
  }
  return required;
}

/** 1 for each node that requires grad: leaves except data, and nodes from which a gradient flows back to one. */
function nodesRequiringGrad(program: Program, data: ReadonlySet<NodeId>): Uint8Array {
  const requiresGrad = new Uint8Array(program.length);
  for (let node = 0; node < program.length; node++) {
    const operator = program.operator(node);
    const hasRecordedOperand = program
      .operands(node)
      .some((operand, operandIndex) => vjpOf(operator, operandIndex) !== null && requiresGrad[operand] === 1);
    requiresGrad[node] = hasRecordedOperand || (operator === leaf && !data.has(node)) ? 1 : 0;
  }
  return requiresGrad;
}
