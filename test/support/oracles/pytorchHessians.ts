/** Gradients of gradients by PyTorch, and Hessians of programs. */

import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { torchExpression } from '../../../server/src/export/pytorch/pytorch.ts';
import { evaluate } from '../programs/evaluate.ts';
import { gradientOf, weightedSum } from './finiteDifferences.ts';
import { runPython } from './python.ts';

/** The helpers of a script: `grad` can be differentiated again, and has zeros if no gradient flows. */
export const preamble = `
import json, torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

def grad(y, xs):
    found = torch.autograd.grad(y, xs, create_graph=True, allow_unused=True) if y.requires_grad else [None] * len(xs)
    return [torch.zeros_like(x) if g is None else g for g, x in zip(found, xs)]

def flat(tensor):
    # The sum allocates the zeros that PyTorch does not store.
    return (tensor.detach() + torch.zeros(tensor.shape)).flatten().tolist()

`;

/** The assignments of all nodes up to the last one, named `n0`, `n1` and so on. */
export function forwardScript(program: Program, last: NodeId): string {
  return Array.from({ length: last + 1 }, (_, node) => {
    const operands = program.operands(node).map((operand) => `n${operand}`);
    return `n${node} = ${torchExpression(program, node, operands)}\n`;
  }).join('');
}

const nonFinite: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

/** Runs a script and parses its output, which is JSON with Python's `NaN` and `Infinity`. */
export async function runPytorch(script: string): Promise<unknown> {
  const output = await runPython(`${preamble}${script}`);
  return JSON.parse(output.replace(/NaN|-?Infinity/g, '"$&"'), (_, value: unknown) =>
    typeof value === 'string' ? nonFinite[value] : value,
  );
}

/** For each pair of leaves, the derivative of the weighted sum of the first gradient by each element of the second. */
export interface Hessians {
  readonly ours: readonly (readonly (readonly number[])[])[];
  readonly theirs: unknown;
}

/** The Hessian of a scalar by its leaves, differentiated twice in the program, and differentiated twice by PyTorch. */
export async function hessiansOf(program: Program, root: NodeId, leaves: readonly NodeId[]): Promise<Hessians> {
  const names = leaves.map((leaf) => `n${leaf}`).join(', ');
  const theirs = await runPytorch(`${forwardScript(program, root)}
xs = [${names}]
weighed = lambda g: (g.flatten() * (1 + 0.3 * torch.sin(1 + 7 * torch.arange(g.numel())))).sum()
print(json.dumps([[flat(h) for h in grad(weighed(g), xs)] for g in grad(n${root}, xs)]))
`);
  const first = gradientOf(program, root, leaves);
  const second = leaves.map((leaf) => {
    const adjoint = adjointOf(first, leaf);
    return adjoint === undefined ? undefined : gradientOf(program, weightedSum(program, adjoint), leaves);
  });
  const values = evaluate(program);
  const ours = second.map((gradient) =>
    leaves.map((leaf) => {
      const adjoint = gradient && adjointOf(gradient, leaf);
      return Array.from(adjoint === undefined ? values[leaf].map(() => 0) : values[adjoint]);
    }),
  );
  return { ours, theirs };
}

/** The expected numbers, with ours in place of each that is close, so that the two compare equal if all are close. */
export function closeTo(theirs: unknown, ours: unknown, tolerance: number): unknown {
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length)
    return ours.map((our, index) => closeTo(theirs[index], our, tolerance));
  const isClose =
    typeof ours === 'number' &&
    typeof theirs === 'number' &&
    Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(ours), Math.abs(theirs));
  return isClose ? ours : theirs;
}
