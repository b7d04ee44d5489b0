/** Points, rectangles, and the box of a node with the positions of its texts. */

import type { GraphNode } from '../../../../protocol/panel/graph.ts';

/** In pixels at zoom 1, as everything here; y grows downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Point, Size {}

/**
 * The box of a node: its body and its texts. In a graph to the right, the name is above, the shape below, and the numbers
 * are to the right, above and below the wire. In a graph downwards, all texts are to the right, one below the other.
 */
export interface Box {
  readonly width: number;
  readonly height: number;
  /** The outlined part, in box coordinates. */
  readonly body: Rectangle;
  /** Corner radius of the body: half its height for an operator, which makes it a circle or a pill. */
  readonly radius: number;
  /** The point where each wire meets the body, in order. */
  readonly inlets: readonly Point[];
  /** True if the inlets are too close together for numbers of their own. */
  readonly isCrowded: boolean;
  /** The point where wires leave the box, after the numbers. */
  readonly outlet: Point;
  readonly name: Mark;
  readonly shape: Mark;
  /** The shape moves by this much for each unit of text scale above 1: the width of the name before it. */
  readonly shapeShift: number;
  readonly value: Mark;
  readonly gradient: Mark;
  /** After the root's arrow. */
  readonly rootName: Mark;
}

/** Position of a text of one or more lines; y is its vertical middle. */
export interface Mark extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Height of a line of the texts of a node. */
export const lineHeight = 15;
/** Gap between a body and the text next to it. */
export const textGap = 8;
export const thumbnailSize = { width: 40, height: 32 };
/** Offset of the sheets behind a collapsed group. */
export const sheetOffset = 6;

/** An input's name is inside its box; the root's is at the end of its arrow. */
export function hasOwnName(node: GraphNode): boolean {
  return node.name !== null && !node.isRoot && (node.kind === 'operator' || node.kind === 'group');
}

export function translate(point: Point, offset: Point): Point {
  return { x: point.x + offset.x, y: point.y + offset.y };
}

/** Lower edge of the texts of a node. */
export function textsBottom({ height, value, gradient }: Box): number {
  return Math.max(height, value.y + lineHeight / 2, gradient.y + lineHeight / 2);
}

export function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
