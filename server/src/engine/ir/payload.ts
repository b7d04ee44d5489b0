/** The payload of a node: one integer that leads to its constant or to its shape and attributes. */

import { type Attributes, attributesEqual, type NodeId } from './operator.ts';
import { type Shape, shapesEqual } from './shape.ts';

/** The shape and attributes of a node that is not a plain scalar. */
export interface Detail {
  readonly node: NodeId;
  readonly shape: Shape;
  readonly attributes: Attributes;
}

/** The payload of a scalar without attributes. */
export const noPayload = -1;

/** Encodes the index of a detail as a payload below −1, and decodes it: constants have payloads from 0, plain scalars −1. */
export const complementIndex = (detailIndex: number): number => -2 - detailIndex;

export function detailsEqual(one: Detail, other: Detail): boolean {
  return shapesEqual(one.shape, other.shape) && attributesEqual(one.attributes, other.attributes);
}
