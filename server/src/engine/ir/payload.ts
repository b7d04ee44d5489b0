/** The payload of a node: one integer that leads to its constant or to its shape and attributes. */

import { type Attributes, attributesEqual, type NodeId } from './operator.ts';
import { type Shape, shapesEqual } from './shape.ts';

/** The shape and attributes of a node that is not a plain scalar. */
export interface NodeDetail {
  readonly node: NodeId;
  readonly shape: Shape;
  readonly attributes: Attributes;
}

/** The payload of a scalar without attributes. */
export const noPayload = -1;

/** The index of a detail is encoded as a payload below −1: constants have payloads from 0, plain scalars −1. */
export const payloadOfDetail = (detailIndex: number): number => -2 - detailIndex;
export const detailIndexOf = (payload: number): number => -2 - payload;

export function detailsEqual(one: NodeDetail, other: NodeDetail): boolean {
  return shapesEqual(one.shape, other.shape) && attributesEqual(one.attributes, other.attributes);
}
