/** Where the card stands: under what it is about, over it where there is more room, and never outside of the stage. */

import type { Size } from '../layout/box.ts';

interface Corner {
  readonly left: number;
  readonly top: number;
}

interface Area extends Corner, Size {}

/** Between the card and the node, in pixels: its shape is written there. */
const gap = 22;
/** Between the card and the edge of the stage. */
const margin = 8;

export function cornerBeside(node: Area, card: Size, stage: Area): Corner {
  const above = node.top - stage.top;
  const below = stage.top + stage.height - node.top - node.height;
  const isUnder = card.height + gap + margin <= below || below >= above;
  const top = isUnder ? node.top + node.height + gap : node.top - gap - card.height;
  return {
    left: within(node.left, stage.left + margin, stage.left + stage.width - card.width - margin),
    top: within(top, stage.top + margin, stage.top + stage.height - card.height - margin),
  };
}

/** Where there is no room for both ends, the first one is kept. */
function within(at: number, first: number, last: number): number {
  return Math.max(first, Math.min(at, last));
}
