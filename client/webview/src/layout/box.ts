/** Reserved box of a node, computed from its kind and texts alone, so that changing numbers move nothing. */

import type { GraphNode } from '../../../../protocol/panel/graph.ts';
import { fontSize, reservedTextWidth, symbolSize, textWidth } from './text.ts';

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
 * The box of a node: its body, the name above, the shape below, and the numbers to the right, above and below the
 * wire.
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
  /** Above the wire, and below it. */
  readonly value: Mark;
  readonly gradient: Mark;
  /** After the root's arrow. */
  readonly rootName: Mark;
}

/** Position of a line of text; y is its vertical middle. */
export interface Mark extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Gap between a body and the text next to it. */
export const textGap = 8;
export const thumbnailSize = { width: 40, height: 32 };
/** The arrow at the end of the root, without its name. */
const rootArrowLength = 28;
/** Offset of the sheets behind a collapsed group. */
export const sheetOffset = 6;

const nameHeight = 18;
const shapeHeight = 16;
const cornerRadius = 6;
/** Vertical distance from the middle of a number to its wire. */
const numberOffset = 12;
/** Room for six digits with sign and point, and for a tensor's `0.6667 ± 0.6236`. */
const numberWidths = { scalar: 64, tensor: 112 };
/** Minimum and maximum gap between incoming wires: wires into a group may have numbers above and below. */
const inletSpacings = { operator: [12, 16], group: [30, 30], input: [0, 0] } as const;
/** Wires that would make a body taller than this move closer together. */
const maxBodyHeight = 360;

/** @param inletCount number of incoming wires. */
export function layOutBox(node: GraphNode, inletCount: number): Box {
  const [minSpacing, maxSpacing] =
    inletSpacings[node.kind === 'operator' || node.kind === 'group' ? node.kind : 'input'];
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
    inlets: inletYs(height, inletCount, maxSpacing).map((y) => ({
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

/** An input's name is inside its box; the root's is at the end of its arrow. */
export function hasNameAbove(node: GraphNode): boolean {
  return node.name !== null && !node.isRoot && (node.kind === 'operator' || node.kind === 'group');
}

/** Text wider than its node is left-aligned with it, so that it covers no incoming wire. */
function centered(contentWidth: number, width: number, y: number): Mark {
  return contentWidth > width ? { x: 0, y, anchor: 'start' } : { x: width / 2, y, anchor: 'middle' };
}

function bodySize(node: GraphNode, inletHeight: number): { readonly width: number; readonly height: number } {
  const isTensor = node.shape !== '';
  const contentWidth = reservedTextWidth(node.symbol, node.kind === 'operator' ? symbolSize : fontSize);
  const thumbnailWidth = isTensor ? textGap + thumbnailSize.width : 0;
  switch (node.kind) {
    case 'operator': {
      const height = Math.max(44, inletHeight);
      const isCircle = !isTensor && node.symbol.length <= 3;
      return { width: isCircle ? 44 : Math.max(44, contentWidth + thumbnailWidth + 28), height };
    }
    case 'group':
      return { width: Math.max(104, contentWidth + thumbnailWidth + 60), height: Math.max(48, inletHeight) };
    default:
      return { width: Math.max(64, contentWidth + thumbnailWidth + 28), height: isTensor ? 44 : 34 };
  }
}

function inletYs(height: number, count: number, maxSpacing: number): readonly number[] {
  const spacing = count > 1 ? Math.min(maxSpacing, (height - 14) / (count - 1)) : 0;
  return Array.from({ length: count }, (_, index) => height / 2 + (index - (count - 1) / 2) * spacing);
}

/** Horizontal inset of a rounded outline at a y position. */
function roundedInset(y: number, height: number, radius: number): number {
  const fromCorner = radius - Math.min(y, height - y);
  return fromCorner <= 0 ? 0 : radius - Math.sqrt(radius * radius - fromCorner * fromCorner);
}

export function translate(point: Point, offset: Point): Point {
  return { x: point.x + offset.x, y: point.y + offset.y };
}
