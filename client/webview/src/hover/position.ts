/** Position of the hover card: below its node, or above it if there is more room, and always inside the stage. */

import type { Size } from '../layout/box.ts';

interface Position {
  readonly left: number;
  readonly top: number;
}

interface Rect extends Position, Size {}

/** Gap between the card and the node in pixels: the shape is written there. */
const gap = 22;
/** Gap between the card and the edge of the stage. */
const margin = 8;

export function cardPosition(node: Rect, card: Size, stage: Rect): Position {
  const spaceAbove = node.top - stage.top;
  const spaceBelow = stage.top + stage.height - node.top - node.height;
  const isBelow = card.height + gap + margin <= spaceBelow || spaceBelow >= spaceAbove;
  const top = isBelow ? node.top + node.height + gap : node.top - gap - card.height;
  return {
    left: clamp(node.left, stage.left + margin, stage.left + stage.width - card.width - margin),
    top: clamp(top, stage.top + margin, stage.top + stage.height - card.height - margin),
  };
}

/** If both ends do not fit, the start stays visible. */
function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}
