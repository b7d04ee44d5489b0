/** Y positions within layers: each item is as close to the height of its linked items as order and gaps allow. */

import type { Spacing } from '../arrangement.ts';
import type { Slot, SlotLink } from './slot.ts';

const sweeps = 8;
/** Long lines are straightened before short ones. */
const longLineWeight = 4;

export function assignY(layers: readonly Slot[][], spacing: Spacing): void {
  for (const layer of layers) {
    let y = 0;
    layer.forEach((slot, index) => {
      slot.y = y;
      y += slot.height + gapAfter(slot, layer[index + 1], spacing);
    });
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isBackward = sweep % 2 === 1;
    for (const layer of isBackward ? layers.toReversed() : layers) {
      placeLayer(
        layer,
        layer.map((slot) => targetOf(slot, isBackward ? slot.after : slot.before)),
        spacing,
      );
    }
  }
}

interface Target {
  readonly y: number;
  readonly weight: number;
}

/** The weighted mean of the linked items' positions; an unlinked item stays where it is if possible. */
function targetOf({ y, height }: Slot, lines: readonly SlotLink[]): Target {
  let weight = 0;
  let sum = 0;
  for (const { to, ownY, otherY } of lines) {
    const pullWeight = height > 0 && to.height > 0 ? 1 : longLineWeight;
    weight += pullWeight;
    sum += pullWeight * (to.y + otherY - ownY);
  }
  return weight === 0 ? { y, weight: 0.01 } : { y: sum / weight, weight };
}

/**
 * Moves each slot of a layer as close to its desired position as possible (least squares), by pool-adjacent-violators.
 */
function placeLayer(layer: readonly Slot[], targets: readonly Target[], spacing: Spacing): void {
  const pools: { start: number; y: number; weight: number }[] = [];
  const offsets: number[] = [];
  let offset = 0;
  layer.forEach((slot, index) => {
    offsets.push(offset);
    let pool = { start: index, y: targets[index]!.y - offset, weight: targets[index]!.weight };
    for (let lastPool = pools.at(-1); lastPool && lastPool.y > pool.y; lastPool = pools.at(-1)) {
      pools.pop();
      const weight = lastPool.weight + pool.weight;
      pool = { start: lastPool.start, y: (lastPool.y * lastPool.weight + pool.y * pool.weight) / weight, weight };
    }
    pools.push(pool);
    offset += slot.height + gapAfter(slot, layer[index + 1], spacing);
  });
  pools.forEach(({ start, y }, index) => {
    const end = pools[index + 1]?.start ?? layer.length;
    for (let slotIndex = start; slotIndex < end; slotIndex++) layer[slotIndex]!.y = y + offsets[slotIndex]!;
  });
}

function gapAfter(slot: Slot, next: Slot | undefined, { items, lines }: Spacing): number {
  return slot.height > 0 && next && next.height > 0 ? items : lines;
}
