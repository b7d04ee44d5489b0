/** The request `backprop/tensor`: returns the elements of a node of the graph that the client displays, and their gradient. */

import * as l10n from '@vscode/l10n';
import type { PanelRequestResult, TensorParams } from '../../../../protocol/panel/requests.ts';
import { maxTensorElements, tensorMethod } from '../../../../protocol/panel/tensor.ts';
import { toBase64 } from '../../../../protocol/shared/base64.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { formatShape, type Shape, sizeOf } from '../../engine/ir/shape.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import { isName, labelsOf } from '../../explain/labels.ts';
import type { ShownGraph } from '../../graph/watchedGraph.ts';
import { type EvaluatedSnapshot, isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';

export const tensor: Feature = {
  capabilities: {},
  register(connection, { documents, watchedGraph }) {
    connection.onRequest<PanelRequestResult<'tensor'>, void>(
      tensorMethod,
      async ({ uri, node, first }: TensorParams): Promise<PanelRequestResult<'tensor'>> => {
        await documents.whenPublished(uri);
        const shown = watchedGraph.shown(uri);
        const mainNode = shown && mainNodeOf(shown, node);
        const snapshot = shown?.snapshot;
        return mainNode !== undefined && snapshot && isEvaluated(snapshot)
          ? replyFor(snapshot, mainNode, first)
          : { kind: 'none', reason: l10n.t('This node has no value now.') };
      },
    );
  },
};

function mainNodeOf({ displayGraph, snapshot }: ShownGraph, id: string): NodeId | undefined {
  const index = displayGraph.structure.nodes.findIndex((node) => node.id === id);
  return index < 0 ? nodeNamed(snapshot, id) : displayGraph.mainOutputs[index];
}

/** The node of a statement or a param with this name, which may be inside a collapsed group. */
function nodeNamed(snapshot: Snapshot, name: string): NodeId | undefined {
  for (const [node, label] of labelsOf(snapshot)) if (isName(label) && label.text === name) return node;
  return undefined;
}

function replyFor({ model, evaluation }: EvaluatedSnapshot, node: NodeId, first: number): PanelRequestResult<'tensor'> {
  const { program, objective } = model;
  const shape = program.shape(node);
  const sliceSize = sizeOf(shape.slice(1));
  if (sliceSize > maxTensorElements) return { kind: 'none', reason: tooLarge(shape, sliceSize) };
  const length = shape[0] ?? 1;
  const start = Math.min(first, Math.max(0, length - 1));
  const count = Math.min(length - start, Math.floor(maxTensorElements / Math.max(1, sliceSize)));
  const encode = (encoded: NodeId): string => {
    const elements = elementsOf(program, evaluation.values, encoded);
    return encodeElements(elements.subarray(start * sliceSize, (start + count) * sliceSize));
  };
  const adjoint = objective && adjointOf(objective.backwardPass, node);
  return {
    kind: 'elements',
    shape,
    first: start,
    count,
    value: encode(node),
    gradient: adjoint === undefined ? null : encode(adjoint),
  };
}

function tooLarge(shape: Shape, sliceSize: number): string {
  const [size, limit] = [sliceSize, maxTensorElements].map((count) => count.toLocaleString('en'));
  return l10n.t`A slice of ${formatShape(shape)} along its first axis has ${size} elements; at most ${limit} can be shown. Show a part of it: write, for example, part = x[:, :100] and view that node.`;
}

function encodeElements(elements: Float64Array): string {
  const view = new DataView(new ArrayBuffer(8 * elements.length));
  for (let i = 0; i < elements.length; i++) view.setFloat64(8 * i, elements[i], true);
  return toBase64(new Uint8Array(view.buffer));
}
