/** What is kept free for a drawn node, from its kind and its texts alone: numbers may change without anything being moved. */

import type { GraphNode } from '../../../../server/src/protocol/panel/graph.ts';
import { fontSize, reservedTextWidth, symbolSize, textWidth } from './text.ts';

/** In pixels at a zoom of 1, as everything here; y grows downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Point, Size {}

/** The room of a node: its body, its name above that, its shape beneath it, and its numbers at the right, over and under the wire. */
export interface Box {
  readonly width: number;
  readonly height: number;
  /** What has an outline, in the coordinates of the box. */
  readonly body: Rectangle;
  /** How round the body is: half its height for an operator, so that it is a circle or has round ends. */
  readonly radius: number;
  /** Where each wire meets the body, in the order in which they enter. */
  readonly inlets: readonly Point[];
  /** Whether they meet it too close together for numbers of their own. */
  readonly isCrowded: boolean;
  /** Where the wires leave the box, after the numbers. */
  readonly outlet: Point;
  readonly name: Mark;
  readonly shape: Mark;
  /** Over the wire, and under it. */
  readonly value: Mark;
  readonly gradient: Mark;
  /** After the arrow of the root. */
  readonly rootName: Mark;
}

/** Where a line of text stands: half of it lies over y. */
export interface Mark extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
}

/** What is left between a body and what is written beside it. */
export const textGap = 8;
export const pictureSize = { width: 40, height: 32 };
/** The arrow at the end of the root, without its name. */
const rootArrowLength = 28;
/** How far the sheets behind a folded group look out. */
export const sheetOffset = 6;

const nameHeight = 18;
const shapeHeight = 16;
const cornerRadius = 6;
/** How far the middle of a number is from its wire. */
const numberOffset = 12;
/** The room for six digits with a sign and a point, and of a tensor for `0.6667 ± 0.6236`. */
const numberWidths = { scalar: 64, tensor: 112 };
/** What is left between wires that enter, at least and at most: into a group each may have a number over it and one under it. */
const inletSpacings = { operator: [12, 16], group: [30, 30], leaf: [0, 0] } as const;
/** Wires that would make a body taller enter it closer together. */
const maxBodyHeight = 360;

/** `inlets` counts the wires that enter. */
export function layOutBox(node: GraphNode, inletCount: number): Box {
  const [minSpacing, maxSpacing] =
    inletSpacings[node.kind === 'operator' || node.kind === 'group' ? node.kind : 'leaf'];
  const inletHeight = 14 + Math.max(0, inletCount - 1) * minSpacing;
  const { width, height } = bodySize(node, Math.min(inletHeight, maxBodyHeight));
  const sheetDepth = node.kind === 'group' ? sheetOffset : 0;
  const top = sheetDepth + (hasNameAbove(node) ? nameHeight : 0);
  const centerY = top + height / 2;
  const radius = node.kind === 'operator' ? Math.min(width, height) / 2 : cornerRadius;
  const nameWidth = textWidth(node.name ?? '');
  const numbersX = width + sheetDepth + textGap;
  const numberWidth = node.shape === '' ? numberWidths.scalar : numberWidths.tensor;
  const outlet = { x: numbersX + numberWidth + (node.isRoot ? rootArrowLength : 0), y: centerY };
  return {
    width: Math.max(outlet.x + (node.isRoot ? textGap + nameWidth : 0), nameWidth, textWidth(node.shape)),
    height: top + height + (node.shape === '' ? 0 : shapeHeight),
    body: { x: 0, y: top, width, height },
    radius,
    inlets: inletHeights(height, inletCount, maxSpacing).map((y) => ({
      x: roundedInset(y, height, radius),
      y: top + y,
    })),
    isCrowded: inletHeight > maxBodyHeight,
    outlet,
    name: centered(nameWidth, width, nameHeight / 2 - 1),
    shape: centered(textWidth(node.shape), width, top + height + shapeHeight / 2),
    value: { x: numbersX, y: centerY - numberOffset, anchor: 'start' },
    gradient: { x: numbersX, y: centerY + numberOffset, anchor: 'start' },
    rootName: { x: outlet.x + textGap, y: centerY, anchor: 'start' },
  };
}

/** The name of a leaf stands in its box, and that of the root at the end of its arrow. */
export function hasNameAbove(node: GraphNode): boolean {
  return node.name !== null && !node.isRoot && (node.kind === 'operator' || node.kind === 'group');
}

/** What is wider than its node begins with it, so that it hides nothing that enters. */
function centered(contentWidth: number, width: number, y: number): Mark {
  return contentWidth > width ? { x: 0, y, anchor: 'start' } : { x: width / 2, y, anchor: 'middle' };
}

function bodySize(node: GraphNode, inletHeight: number): { readonly width: number; readonly height: number } {
  const isTensor = node.shape !== '';
  const contentWidth = reservedTextWidth(node.symbol, node.kind === 'operator' ? symbolSize : fontSize);
  const pictureWidth = isTensor ? textGap + pictureSize.width : 0;
  switch (node.kind) {
    case 'operator': {
      const height = Math.max(44, inletHeight);
      const isCircle = !isTensor && node.symbol.length <= 3;
      return { width: isCircle ? 44 : Math.max(44, contentWidth + pictureWidth + 28), height };
    }
    case 'group':
      return { width: Math.max(104, contentWidth + pictureWidth + 60), height: Math.max(48, inletHeight) };
    default:
      return { width: Math.max(64, contentWidth + pictureWidth + 28), height: isTensor ? 44 : 34 };
  }
}

function inletHeights(height: number, count: number, maxSpacing: number): readonly number[] {
  const spacing = count > 1 ? Math.min(maxSpacing, (height - 14) / (count - 1)) : 0;
  return Array.from({ length: count }, (_, index) => height / 2 + (index - (count - 1) / 2) * spacing);
}

/** How far a rounded outline lies inside of its rectangle at a height. */
function roundedInset(y: number, height: number, radius: number): number {
  const fromCorner = radius - Math.min(y, height - y);
  return fromCorner <= 0 ? 0 : radius - Math.sqrt(radius * radius - fromCorner * fromCorner);
}

export function translate(point: Point, offset: Point): Point {
  return { x: point.x + offset.x, y: point.y + offset.y };
}
