/** How high everything stands in its layer: as level with what it is linked to as the order and the room allow. */

import type { Line, Slot } from './layers.ts';

/** Between two items of a layer; and where one of them is but a line that passes. */
const space = { items: 26, lines: 16 };
const sweeps = 8;
/** A long line is kept straight before a short one. */
const straightness = 4;

export function putAtHeights(layers: readonly Slot[][]): void {
  for (const layer of layers) {
    let y = 0;
    layer.forEach((slot, place) => {
      slot.y = y;
      y += slot.height + spaceAfter(slot, layer[place + 1]);
    });
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isBack = sweep % 2 === 1;
    for (const layer of isBack ? layers.toReversed() : layers) {
      spread(
        layer,
        layer.map((slot) => wishOf(slot, isBack ? slot.after : slot.before)),
      );
    }
  }
}

interface Wish {
  readonly y: number;
  readonly weight: number;
}

/** Level with the mean of what it is linked to; what is linked to nothing stays, as far as others let it. */
function wishOf({ y, height }: Slot, lines: readonly Line[]): Wish {
  let weight = 0;
  let sum = 0;
  for (const { to, own, other } of lines) {
    const pull = height > 0 && to.height > 0 ? 1 : straightness;
    weight += pull;
    sum += pull * (to.y + other - own);
  }
  return weight === 0 ? { y, weight: 0.01 } : { y: sum / weight, weight };
}

/**
 * Moves each slot of a layer as near to its wish as there is room: the least sum of squares, found as pools of neighbours
 * that stand as close as they may.
 */
function spread(layer: readonly Slot[], wishes: readonly Wish[]): void {
  const pools: { start: number; y: number; weight: number }[] = [];
  const offsets: number[] = [];
  let offset = 0;
  layer.forEach((slot, place) => {
    offsets.push(offset);
    let pool = { start: place, y: wishes[place]!.y - offset, weight: wishes[place]!.weight };
    for (let last = pools.at(-1); last && last.y > pool.y; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      pool = { start: last.start, y: (last.y * last.weight + pool.y * pool.weight) / weight, weight };
    }
    pools.push(pool);
    offset += slot.height + spaceAfter(slot, layer[place + 1]);
  });
  pools.forEach(({ start, y }, place) => {
    const end = pools[place + 1]?.start ?? layer.length;
    for (let at = start; at < end; at++) layer[at]!.y = y + offsets[at]!;
  });
}

function spaceAfter(slot: Slot, next: Slot | undefined): number {
  return slot.height > 0 && next && next.height > 0 ? space.items : space.lines;
}
