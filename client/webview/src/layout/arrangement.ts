/** How a graph is arranged: the direction of its wires, and how densely it is drawn. */

import type { GraphNode } from '../../../../protocol/panel/graph.ts';
import type { Point, Size } from './box.ts';

export type Direction = 'right' | 'down';

/**
 * Room is reserved for the elements of small tensors and thumbnails of others; for thumbnails and summaries of all tensors;
 * for summaries alone; or for symbols and names alone.
 */
export type Density = 'elements' | 'full' | 'numbers' | 'names';
/** From the roomiest. */
export const densities: readonly Density[] = ['elements', 'full', 'numbers', 'names'];

export interface Arrangement {
  readonly direction: Direction;
  readonly density: Density;
  /** Number of bands that a long graph is wrapped into. */
  readonly bands: number;
  /**
   * Downwards with names alone: the width reserved beside each node for numbers, which appear where there is height for them;
   * 0 by default.
   */
  readonly numbersWidth?: number;
  /** Added to the gaps between layers, where the pane has room; 0 by default. */
  readonly extraGap?: number;
}

export const defaultArrangement: Arrangement = { direction: 'right', density: 'full', bands: 1 };

/** Gaps in pixels, along the wires and across. */
export interface Spacing {
  /**
   * Between layers: `min` for straight lines, and a `step` more for each `climb` of the steepest line, up to `max`.
   */
  readonly layers: { readonly min: number; readonly step: number; readonly climb: number; readonly max: number };
  /** Between two items of a layer, and between an item and a passing line. */
  readonly items: number;
  readonly lines: number;
  /** Inside an expanded group, and the height of its label. */
  readonly padding: number;
  readonly header: number;
}

const compactSpacing: Readonly<Record<Direction, Spacing>> = {
  right: { layers: { min: 32, step: 8, climb: 72, max: 64 }, items: 16, lines: 12, padding: 12, header: 24 },
  down: { layers: { min: 18, step: 4, climb: 72, max: 42 }, items: 14, lines: 12, padding: 12, header: 24 },
};

const spacings: Readonly<Record<Density, Readonly<Record<Direction, Spacing>>>> = {
  elements: compactSpacing,
  full: {
    right: { layers: { min: 44, step: 16, climb: 72, max: 124 }, items: 26, lines: 16, padding: 14, header: 26 },
    down: { layers: { min: 34, step: 6, climb: 72, max: 70 }, items: 18, lines: 16, padding: 14, header: 26 },
  },
  numbers: compactSpacing,
  names: {
    right: { layers: { min: 26, step: 8, climb: 72, max: 58 }, items: 12, lines: 10, padding: 10, header: 22 },
    down: { layers: { min: 20, step: 4, climb: 72, max: 44 }, items: 12, lines: 10, padding: 10, header: 22 },
  },
};

export function spacingOf({ direction, density, extraGap = 0 }: Arrangement): Spacing {
  const spacing = spacings[density][direction];
  const { min, max, ...layers } = spacing.layers;
  return { ...spacing, layers: { ...layers, min: min + extraGap, max: max + extraGap } };
}

/** The layers are computed from left to right; downwards, x and y are swapped. */
export function orientPoint({ x, y }: Point, direction: Direction): Point {
  return direction === 'right' ? { x, y } : { x: y, y: x };
}

export function orientSize({ width, height }: Size, direction: Direction): Size {
  return direction === 'right' ? { width, height } : { width: height, height: width };
}

/** True if a body has room for a thumbnail, and for the number of nodes in a group. */
export function isRoomy({ shape, elementsSize, kind }: GraphNode, density: Density): boolean {
  return density === 'full' || (density === 'elements' && (kind === 'group' || shape !== '') && elementsSize === null);
}
