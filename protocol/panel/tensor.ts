/** The elements of a node for the tensor viewer. */

import * as v from 'valibot';
import { list, object, shortText } from '../shared/schema.ts';
import { uinteger } from '../shared/textRange.ts';

export const tensorMethod = 'backprop/tensor';

/**
 * Maximum number of elements in a response. Of a larger tensor as many slices along its first axis are sent as fit.
 */
export const maxTensorElements = 1 << 17;

/** Elements as Base64 of float64 numbers, little-endian and row-major. */
const elements = v.pipe(v.string(), v.maxLength(12 * maxTensorElements));

/** The node's id in the displayed graph, or the name of one that is not drawn, and the index on its first axis from which slices are wanted. */
export const tensorQuery = object({ node: shortText, first: uinteger });
export type TensorQuery = v.InferOutput<typeof tensorQuery>;

export const tensorReply = v.variant('kind', [
  object({
    kind: v.literal('elements'),
    /** The whole tensor's shape. */
    shape: list(uinteger),
    /** The sent range of the first axis. */
    first: uinteger,
    count: uinteger,
    value: elements,
    /** Of the same shape; null if no gradient flows. */
    gradient: v.nullable(elements),
  }),
  /** There is nothing to show, for the reason in a sentence. */
  object({ kind: v.literal('none'), reason: v.string() }),
]);
export type TensorReply = v.InferOutput<typeof tensorReply>;
export type TensorElements = TensorReply & { readonly kind: 'elements' };
