/** The values of the consts and data of a model over all samples, computed without the rest of its program. */

import type { Samples } from '../../data/samples.ts';
import { constant } from '../../engine/ir/constant.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { extractSubgraph } from '../../engine/ir/subgraph.ts';
import { allocateElements, type Tensor } from '../../engine/ir/tensor.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import { leaf } from '../../engine/operators/identities.ts';
import { flatten } from '../../engine/runtime/flatProgram.ts';
import { runOnce } from '../../engine/runtime/runOnce.ts';
import { runToCompletion } from '../../engine/runtime/slices.ts';
import { type Model, nodeAt } from '../../language/lowering/model.ts';
import { limits } from '../../language/modelLimits.ts';
import type { Tree } from '../../language/syntax/tree/tree.ts';

/** The consts of a model, by name, or by path in a call. */
export function constNodesOf(tree: Tree, model: Model): ReadonlyMap<string, NodeId> {
  const nodes = new Map(model.constsInCalls);
  for (const statement of tree.statementsOfKind('const')) {
    const node = nodeAt(model.statementNodes, statement.id);
    if (statement.kind === 'const' && node !== undefined) nodes.set(statement.name.name, node);
  }
  return nodes;
}

/** The computed inputs of a model, by their nodes in a program of their own. */
interface ComputedInputs {
  readonly program: Program;
  readonly tensors: Map<NodeId, Tensor>;
}

/** They are the same for most versions, as most keys change neither consts nor data. */
const computedInputs = new WeakMap<Model, ComputedInputs>();

/**
 * The value of each input by its node; undefined if they are too large.
 * @param previous another version, whose values are reused if the inputs are the same.
 */
export function inputValuesOf(
  model: Model,
  inputs: Iterable<NodeId>,
  previous: Model | undefined,
): ReadonlyMap<NodeId, Samples> | undefined {
  const values = new Map<NodeId, Samples>();
  const computed: NodeId[] = [];
  for (const node of inputs) {
    const tensor = tensorReadAt(model.program, node);
    if (tensor) values.set(node, tensor);
    else computed.push(node);
  }
  const previousInputs = previous && computedInputs.get(previous);
  const { program, nodeMap } = extractSubgraph(model.program, computed, previousInputs?.program);
  if (program.elementCount > limits.elements) return undefined;
  const isSame = previousInputs !== undefined && program.isIdenticalTo(previousInputs.program);
  const tensors = isSame ? previousInputs.tensors : new Map<NodeId, Tensor>();
  const missing = [...new Set(computed.map((node) => nodeMap[node]))].filter((node) => !tensors.has(node));
  if (missing.length > 0) {
    const results = runToCompletion(runOnce(flatten(program)));
    for (const node of missing) {
      const elements = elementsOf(program, results, node);
      const copy = allocateElements(elements.length);
      copy.set(elements);
      tensors.set(node, { shape: program.shape(node), values: copy });
    }
  }
  computedInputs.set(model, { program, tensors });
  for (const node of computed) values.set(node, tensors.get(nodeMap[node])!);
  return values;
}

/** The tensor of a file that a statement has as its whole value, which is not copied. */
function tensorReadAt(program: Program, node: NodeId): Samples | undefined {
  const source = program.operator(node) === leaf ? program.operand(node, 0) : node;
  if (program.operator(source) !== constant) return undefined;
  const { values } = program.attributes(source);
  const isArray = values instanceof Float64Array || values instanceof Uint8Array;
  return isArray ? { ...program.attributes(source), values, shape: program.shape(node) } : undefined;
}
