/** Prints a program as a PyTorch script: the forward pass line by line, and the reverse pass left to autograd. */

import { ruleOf } from '../engine/ir/operator.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { constantNumber, leaf } from '../engine/operators/leaves.ts';

/**
 * The script computes `root`, a scalar, and every node that has a name, and then the gradient of `root`.
 * @param names Python identifiers; what has one keeps its gradient, as `name.grad`.
 * @param data leaves that are no parameters.
 */
export function pytorchScript(
  program: Program,
  root: NodeId,
  names: ReadonlyMap<NodeId, string>,
  data: ReadonlySet<NodeId> = new Set(),
): string {
  const needed = neededFor(program, [root, ...names.keys()]);
  const carries = nodesThatCarry(program, data);
  const texts: string[] = [];
  const lines: string[] = [];
  const retained: string[] = [];
  for (let node = 0; node < needed.length; node++) {
    if (needed[node] === 0) continue;
    const operands = program.operands(node).map((operand) => texts[operand]);
    const expression = data.has(node) ? operands[0] : program.operator(node).torch(operands, program.attributes(node));
    const isInline = constantNumber(program, node) !== undefined && !names.has(node);
    texts[node] = isInline ? expression : (names.get(node) ?? `_${node}`);
    if (isInline) continue;
    lines.push(`${texts[node]} = ${expression}`);
    if (names.has(node) && carries[node] === 1 && program.operator(node) !== leaf) retained.push(texts[node]);
  }
  return [
    'import torch',
    '',
    'torch.set_default_dtype(torch.float64)',
    '',
    ...lines,
    ...(retained.length > 0 ? ['', `for node in [${retained.join(', ')}]:`, '    node.retain_grad()'] : []),
    ...(carries[root] === 1 ? [`${texts[root]}.backward()`] : []),
    '',
  ].join('\n');
}

/** 1 for each node that one of these is, or is computed from. */
function neededFor(program: Program, nodes: readonly NodeId[]): Uint8Array {
  const needed = new Uint8Array(nodes.reduce((last, node) => Math.max(last, node), 0) + 1);
  for (const node of nodes) needed[node] = 1;
  for (let node = needed.length - 1; node >= 0; node--) {
    if (needed[node] === 1) for (const operand of program.operands(node)) needed[operand] = 1;
  }
  return needed;
}

/** 1 for each node that PyTorch records: the leaves, and what a gradient flows back from to one of them. */
function nodesThatCarry(program: Program, data: ReadonlySet<NodeId>): Uint8Array {
  const carries = new Uint8Array(program.length);
  for (let node = 0; node < program.length; node++) {
    const operator = program.operator(node);
    const recorded = program
      .operands(node)
      .some((operand, position) => ruleOf(operator, position) !== null && carries[operand] === 1);
    carries[node] = recorded || (operator === leaf && !data.has(node)) ? 1 : 0;
  }
  return carries;
}
