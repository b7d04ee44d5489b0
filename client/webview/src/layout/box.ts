/** What is kept free for a drawn node, from its kind and its texts alone: numbers may change without anything being moved. */

import type { GraphNode } from '../../../../server/src/protocol/panel/graph.ts';
import { fontSize, roomOf, symbolSize, widthOf } from './text.ts';

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
export const gap = 8;
export const pictureSize = { width: 40, height: 32 };
/** The arrow at the end of the root, without its name. */
const rootArrow = 28;
/** How far the sheets behind a folded group look out. */
export const sheets = 6;

const nameHeight = 18;
const shapeHeight = 16;
const roundness = 6;
/** How far the middle of a number is from its wire. */
const beside = 12;
/** The room for six digits with a sign and a point, and of a tensor for `0.6667 ± 0.6236`. */
const numbersWidth = { scalar: 64, tensor: 112 };
/** What is left between wires that enter, at least and at most: into a group each may have a number over it and one under it. */
const inletDistances = { operator: [12, 16], group: [30, 30], leaf: [0, 0] } as const;
/** Wires that would make a body taller enter it closer together. */
const tallest = 360;

/** `inlets` counts the wires that enter. */
export function boxOf(node: GraphNode, inlets: number): Box {
  const [closest, farthest] = inletDistances[node.kind === 'operator' || node.kind === 'group' ? node.kind : 'leaf'];
  const forInlets = 14 + Math.max(0, inlets - 1) * closest;
  const { width, height } = bodySize(node, Math.min(forInlets, tallest));
  const behind = node.kind === 'group' ? sheets : 0;
  const top = behind + (hasNameAbove(node) ? nameHeight : 0);
  const middle = top + height / 2;
  const radius = node.kind === 'operator' ? Math.min(width, height) / 2 : roundness;
  const name = widthOf(node.name ?? '');
  const beyond = width + behind + gap;
  const numbers = node.shape === '' ? numbersWidth.scalar : numbersWidth.tensor;
  const outlet = { x: beyond + numbers + (node.isRoot ? rootArrow : 0), y: middle };
  return {
    width: Math.max(outlet.x + (node.isRoot ? gap + name : 0), name, widthOf(node.shape)),
    height: top + height + (node.shape === '' ? 0 : shapeHeight),
    body: { x: 0, y: top, width, height },
    radius,
    inlets: inletHeights(height, inlets, farthest).map((y) => ({ x: inset(y, height, radius), y: top + y })),
    isCrowded: forInlets > tallest,
    outlet,
    name: centred(name, width, nameHeight / 2 - 1),
    shape: centred(widthOf(node.shape), width, top + height + shapeHeight / 2),
    value: { x: beyond, y: middle - beside, anchor: 'start' },
    gradient: { x: beyond, y: middle + beside, anchor: 'start' },
    rootName: { x: outlet.x + gap, y: middle, anchor: 'start' },
  };
}

/** The name of a leaf stands in its box, and that of the root at the end of its arrow. */
export function hasNameAbove(node: GraphNode): boolean {
  return node.name !== null && !node.isRoot && (node.kind === 'operator' || node.kind === 'group');
}

/** What is wider than its node begins with it, so that it hides nothing that enters. */
function centred(text: number, width: number, y: number): Mark {
  return text > width ? { x: 0, y, anchor: 'start' } : { x: width / 2, y, anchor: 'middle' };
}

function bodySize(node: GraphNode, forInlets: number): { readonly width: number; readonly height: number } {
  const isTensor = node.shape !== '';
  const text = roomOf(node.symbol, node.kind === 'operator' ? symbolSize : fontSize);
  const picture = isTensor ? gap + pictureSize.width : 0;
  switch (node.kind) {
    case 'operator': {
      const height = Math.max(44, forInlets);
      const isCircle = !isTensor && node.symbol.length <= 3;
      return { width: isCircle ? 44 : Math.max(44, text + picture + 28), height };
    }
    case 'group':
      return { width: Math.max(104, text + picture + 60), height: Math.max(48, forInlets) };
    default:
      return { width: Math.max(64, text + picture + 28), height: isTensor ? 44 : 34 };
  }
}

function inletHeights(height: number, count: number, farthest: number): readonly number[] {
  const distance = count > 1 ? Math.min(farthest, (height - 14) / (count - 1)) : 0;
  return Array.from({ length: count }, (_, place) => height / 2 + (place - (count - 1) / 2) * distance);
}

/** How far a rounded outline lies inside of its rectangle at a height. */
function inset(y: number, height: number, radius: number): number {
  const fromCorner = radius - Math.min(y, height - y);
  return fromCorner <= 0 ? 0 : radius - Math.sqrt(radius * radius - fromCorner * fromCorner);
}

export function moved(point: Point, by: Point): Point {
  return { x: point.x + by.x, y: point.y + by.y };
}
