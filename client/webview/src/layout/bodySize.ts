/** Size of a node's body, and the points where wires meet it. */

import type { GraphNode } from '../../../../protocol/panel/graph.ts';
import { type Arrangement, isRoomy, orientPoint, orientSize } from './arrangement.ts';
import { type Point, type Size, textGap, thumbnailSize } from './box.ts';
import { fontSize, reservedTextWidth, symbolSize } from './text.ts';

/** Minimum and maximum gap between incoming wires: wires to the right into a group may have numbers above and below. */
const inletSpacings = { operator: [12, 16], group: [30, 30], input: [0, 0] } as const;
const compactSpacing = [8, 14] as const;
const cornerRadius = 6;
/** Room for the round ends of a body. */
const inletMargin = 14;
/** Wires that would make a body longer than this move closer together. */
const maxBodyLength = 360;

export interface Body extends Size {
  /** Corner radius: half its height for an operator, which makes it a circle or a pill. */
  readonly radius: number;
  /** The point where each wire meets the body, in order, relative to the body. */
  readonly inlets: readonly Point[];
  /** True if the inlets are too close together for numbers of their own. */
  readonly isCrowded: boolean;
}

/** @param inletCount number of incoming wires. */
export function layOutBody(node: GraphNode, inletCount: number, { direction, density }: Arrangement): Body {
  const isRight = direction === 'right';
  const spacings = inletSpacings[node.kind === 'operator' || (node.kind === 'group' && isRight) ? node.kind : 'input'];
  const [minSpacing, maxSpacing] =
    density === 'names' ? compactSpacing : node.kind === 'group' && !isRight ? inletSpacings.operator : spacings;
  const inletLength = inletMargin + Math.max(0, inletCount - 1) * minSpacing;
  const content = contentSize(node, !isRoomy(node, density));
  const { width: along, height: across } = orientSize(content, direction);
  const size = orientSize(
    { width: along, height: Math.max(across, inletCount > 1 ? Math.min(inletLength, maxBodyLength) : 0) },
    direction,
  );
  const radius = node.kind === 'operator' ? Math.min(size.width, size.height) / 2 : cornerRadius;
  const length = orientSize(size, direction).height;
  return {
    ...size,
    radius,
    inlets: inletPositions(length, inletCount, maxSpacing).map((y) =>
      orientPoint({ x: roundedInset(y, length, radius), y }, direction),
    ),
    isCrowded: inletLength > maxBodyLength,
  };
}

function contentSize(node: GraphNode, isCompact: boolean): Size {
  const isTensor = node.shape !== '';
  const contentWidth = reservedTextWidth(node.symbol, node.kind === 'operator' ? symbolSize : fontSize);
  const isCircle = !isTensor && node.symbol.length <= 3;
  if (isCompact) return compactSize(node.kind, contentWidth);
  const thumbnailWidth = isTensor ? textGap + thumbnailSize.width : 0;
  switch (node.kind) {
    case 'operator':
      return { width: isCircle ? 44 : Math.max(44, contentWidth + thumbnailWidth + 28), height: 44 };
    case 'group':
      return { width: Math.max(104, contentWidth + thumbnailWidth + 60), height: 48 };
    default:
      return { width: Math.max(64, contentWidth + thumbnailWidth + 28), height: isTensor ? 44 : 34 };
  }
}

/** Without thumbnails, and without the number of nodes in a group. */
function compactSize(kind: GraphNode['kind'], contentWidth: number): Size {
  switch (kind) {
    case 'operator':
      return { width: Math.max(26, contentWidth + 14), height: 26 };
    case 'group':
      return { width: contentWidth + 44, height: 28 };
    default:
      return { width: Math.max(30, contentWidth + 14), height: 24 };
  }
}

function inletPositions(length: number, count: number, maxSpacing: number): readonly number[] {
  const spacing = count > 1 ? Math.min(maxSpacing, (length - inletMargin) / (count - 1)) : 0;
  return Array.from({ length: count }, (_, index) => length / 2 + (index - (count - 1) / 2) * spacing);
}

/** Inset of a rounded outline at a position along its side. */
function roundedInset(position: number, length: number, radius: number): number {
  const fromCorner = radius - Math.min(position, length - position);
  return fromCorner <= 0 ? 0 : radius - Math.sqrt(radius * radius - fromCorner * fromCorner);
}
