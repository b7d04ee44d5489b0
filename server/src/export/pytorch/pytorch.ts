/** Prints a program as a PyTorch script: the forward pass line by line; autograd does the backward pass. */

import { vjpOf } from '../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { leaf } from '../../engine/operators/identities.ts';

/** Parts of a model that a script needs besides its program. */
export interface ScriptOptions {
  /** Leaves that are not params. */
  readonly data?: ReadonlySet<NodeId>;
  /** Lines before the first value. */
  readonly preamble?: readonly string[];
  /** The code of nodes that depend on the mode; other nodes have that of their operators. */
  readonly codeOf?: (node: NodeId, operands: readonly string[]) => string | undefined;
}

/**
 * The script computes every named node and `root`, a scalar, then the gradient of `root`, if there is one.
 * @param names Python identifiers; a named node retains its gradient as `name.grad`.
 */
export function pytorchScript(
  program: Program,
  root: NodeId | undefined,
  names: ReadonlyMap<NodeId, string>,
  { data = new Set(), preamble = [], codeOf }: ScriptOptions = {},
): string {
  const required = requiredNodes(program, [...(root === undefined ? [] : [root]), ...names.keys()]);
  const requiresGrad = nodesRequiringGrad(program, data);
  const expressions: string[] = [];
  const lines: string[] = [];
  const retainedNames: string[] = [];
  for (let node = 0; node < required.length; node++) {
    if (required[node] === 0) continue;
    const operands = program.operands(node).map((operand) => expressions[operand]);
    const expression = data.has(node)
      ? operands[0]
      : (codeOf?.(node, operands) ?? torchExpression(program, node, operands));
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
    ...preamble,
    ...lines,
    ...(root !== undefined && retainedNames.length > 0
      ? ['', `for node in [${retainedNames.join(', ')}]:`, '    node.retain_grad()']
      : []),
    ...(root !== undefined && requiresGrad[root] === 1 ? [`${expressions[root]}.backward()`] : []),
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

/** The PyTorch expression of a node, given those of its operands. */
export function torchExpression(program: Program, node: NodeId, operands: readonly string[]): string {
  const shapes = program.operands(node).map((operand) => program.shape(operand));
  return program.operator(node).torch(operands, program.attributes(node), shapes);
}
