/** Compares values and gradients of programs with PyTorch. */

import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { pytorchScript } from '../../../server/src/export/pytorch/pytorch.ts';
import { evaluate } from '../programs/evaluate.ts';
import { runPython } from './python.ts';

const tolerance = 1e-12;

/** A program and the scalar whose gradient is compared. */
export interface ComparedProgram {
  readonly program: Program;
  readonly root: NodeId;
}

/**
 * One line for each element that differs, in the value of any node up to the root and in the gradient of any node
 * but the root. A gradient that PyTorch lacks counts as 0.
 * @param rounding a difference that counts as a rounding error: 0, unless sums of tensors may cancel.
 */
export async function pytorchDifferences(program: Program, root: NodeId, rounding = 0): Promise<string[]> {
  const [lines] = await pytorchDifferencesOfEach([{ program, root }], { values: rounding, gradients: rounding });
  return lines;
}

/** Absolute tolerances. */
export interface Rounding {
  readonly values: number;
  /** Contributions to a gradient may cancel even if values do not. */
  readonly gradients: number;
}

/** Compares several programs in one PyTorch script. */
export async function pytorchDifferencesOfEach(
  programs: readonly ComparedProgram[],
  rounding: Rounding,
): Promise<string[][]> {
  const output = await runPython(`${preamble}${programs.map(scriptOf).join('\n')}`);
  const theirs = output.trimEnd().split('\n').map(parseResults);
  return programs.map((subject, index) => differencesBetween(subject, theirs[index], rounding));
}

function differencesBetween(
  { program, root }: ComparedProgram,
  theirs: readonly NodeResult[],
  rounding: Rounding,
): string[] {
  const gradient = differentiate(program, root, (node) => program.operator(node) === leaf);
  const ours = evaluate(program);
  const differences = (
    describe: () => string,
    our: ArrayLike<number>,
    their: ArrayLike<number>,
    allowed: number,
  ): string[] =>
    Array.from({ length: Math.max(our.length, their.length) }, (_, index) => index)
      .filter((index) => !isClose(our[index], their[index], allowed))
      .map((index) => `${describe()}: ${our[index]} at ${index}, ${their[index]} by PyTorch`);
  return theirs.flatMap(({ value, gradient: theirGradient }, node) => {
    const name = () => `n${node} = ${program.operator(node).name}(${program.operands(node).map((it) => `n${it}`)})`;
    const none = new Float64Array(value.length);
    const adjoint = adjointOf(gradient, node);
    const ourGradient = adjoint === undefined ? none : ours[adjoint];
    return [
      ...differences(() => `value of ${name()}`, ours[node], value, rounding.values),
      ...(node === root
        ? []
        : differences(() => `gradient of ${name()}`, ourGradient, theirGradient ?? none, rounding.gradients)),
    ];
  });
}

/** One thread, because the tensors are too small for more. */
const preamble = `
import json, torch

torch.set_num_threads(1)
flat = lambda tensor: None if tensor is None else tensor.flatten().tolist()

`;

/** Prints one line: the value and the gradient of every node up to the root. */
function scriptOf({ program, root }: ComparedProgram): string {
  const names = new Map(Array.from({ length: root + 1 }, (_, node) => [node, `n${node}`]));
  return `${pytorchScript(program, root, names)}
print(json.dumps([{'value': flat(node.detach()), 'gradient': flat(node.grad)} for node in [${[...names.values()].join(', ')}]]))
`;
}

interface NodeResult {
  readonly value: readonly number[];
  readonly gradient: readonly number[] | null;
}

/** Python prints NaN and infinities, which JSON lacks. */
function parseResults(output: string): NodeResult[] {
  const quoted = output.replace(/-?Infinity|NaN/g, '"$&"');
  return JSON.parse(quoted, (_, value) => (typeof value === 'string' ? Number(value) : value));
}

function isClose(ours: number, theirs: number, rounding: number): boolean {
  if (ours === theirs || (Number.isNaN(ours) && Number.isNaN(theirs))) return true;
  return Math.abs(ours - theirs) <= Math.max(rounding, tolerance * Math.max(Math.abs(ours), Math.abs(theirs)));
}
