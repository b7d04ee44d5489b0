/** Vertical order within layers: linked items get similar positions, to avoid crossings. */

import type { Slot, SlotLink } from './slot.ts';

const sweeps = 6;
/** Sweep direction, and the links to the layers ordered before. */
const directions = [
  { isBackward: false, links: 'before' },
  { isBackward: true, links: 'after' },
] as const;

/** Extra crossings accepted, absolute and relative, to keep the order from before an edit. */
const stabilityTolerance = { extraCrossings: 2, share: 0.1 };

/** Orders each layer. Ties keep their order, so that an edit moves little. */
export function orderLayers(layers: readonly Slot[][]): void {
  const hasPreviousOrder = layers.some((layer) => layer.some(({ previousY }) => previousY !== undefined));
  const stableOrder = hasPreviousOrder ? findOrder(layers, { keepsPreviousOrder: true }) : undefined;
  const freshOrder = stableOrder?.crossings === 0 ? stableOrder : findOrder(layers, { keepsPreviousOrder: false });
  const maxCrossings = freshOrder.crossings * (1 + stabilityTolerance.share) + stabilityTolerance.extraCrossings;
  const best = stableOrder && stableOrder.crossings <= maxCrossings ? stableOrder : freshOrder;
  layers.forEach((layer, index) => {
    layer.splice(0, layer.length, ...best.layers[index]!);
  });
}

interface Order {
  readonly layers: readonly Slot[][];
  readonly crossings: number;
}

interface OrderOptions {
  /** True to keep existing slots in their order and insert the new ones between them. */
  readonly keepsPreviousOrder: boolean;
}

function findOrder(initialLayers: readonly Slot[][], { keepsPreviousOrder }: OrderOptions): Order {
  const layers = initialLayers.map((layer) => (keepsPreviousOrder ? withPreviousOrder(layer) : [...layer]));
  let best = layers.map((layer) => [...layer]);
  let fewestCrossings = countCrossings(layers);
  for (let sweep = 0; sweep < sweeps && fewestCrossings > 0; sweep++) {
    const { isBackward, links } = directions[sweep % directions.length]!;
    const positions = new Map<Slot, number>();
    for (const layer of isBackward ? layers.toReversed() : layers) {
      sortBy(layer, (slot) => meanPosition(slot[links], positions));
      if (keepsPreviousOrder) layer.splice(0, layer.length, ...withPreviousOrder(layer));
      layer.forEach((slot, index) => {
        positions.set(slot, index);
      });
    }
    swapNeighbors(layers, keepsPreviousOrder);
    const crossings = countCrossings(layers);
    if (crossings >= fewestCrossings) continue;
    fewestCrossings = crossings;
    best = layers.map((layer) => [...layer]);
  }
  return { layers: best, crossings: fewestCrossings };
}

/** Existing slots exchange their indices so that they are in their previous order. */
function withPreviousOrder(layer: readonly Slot[]): Slot[] {
  const knownSlots = layer
    .filter(({ previousY }) => previousY !== undefined)
    .sort((a, b) => a.previousY! - b.previousY!);
  const inOrder = knownSlots.values();
  return layer.map((slot) => (slot.previousY === undefined ? slot : inOrder.next().value!));
}

/** A slot without a mean follows the slot before it. */
function sortBy(layer: Slot[], meanOf: (slot: Slot) => number | undefined): void {
  let lastMean = -1;
  const keys = new Map<Slot, number>();
  for (const slot of layer) {
    lastMean = meanOf(slot) ?? lastMean;
    keys.set(slot, lastMean);
  }
  layer.sort((a, b) => keys.get(a)! - keys.get(b)!);
}

function meanPosition(lines: readonly SlotLink[], positions: ReadonlyMap<Slot, number>): number | undefined {
  if (lines.length === 0) return undefined;
  // Two lines from one slot keep their own order: the lower one counts as lower.
  const sum = lines.reduce((total, { to, otherY }) => total + positions.get(to)! + otherY / (to.height + 1) / 2, 0);
  return sum / lines.length;
}

/** Swaps adjacent slots if that removes crossings. */
function swapNeighbors(layers: readonly Slot[][], keepsPreviousOrder: boolean): void {
  const positions = positionsOf(layers);
  for (const layer of layers) {
    for (let index = 1; index < layer.length; index++) {
      const [upper, lower] = [layer[index - 1]!, layer[index]!];
      if (keepsPreviousOrder && upper.previousY !== undefined && lower.previousY !== undefined) continue;
      if (crossingsBetween(upper, lower, positions) <= crossingsBetween(lower, upper, positions)) continue;
      layer[index - 1] = lower;
      layer[index] = upper;
      positions.set(lower, index - 1).set(upper, index);
    }
  }
}

/** Number of crossings between the links of a slot and those of a slot below it. */
function crossingsBetween(upper: Slot, lower: Slot, positions: ReadonlyMap<Slot, number>): number {
  let crossings = 0;
  for (const { links } of directions) {
    for (const a of upper[links]) for (const b of lower[links]) if (crosses(a, b, positions)) crossings++;
  }
  return crossings;
}

function crosses(a: SlotLink, b: SlotLink, positions: ReadonlyMap<Slot, number>): boolean {
  return a.to === b.to ? a.otherY > b.otherY : positions.get(a.to)! > positions.get(b.to)!;
}

function countCrossings(layers: readonly Slot[][]): number {
  const positions = positionsOf(layers);
  let crossings = 0;
  for (const layer of layers) {
    const links = layer.flatMap((slot) => slot.after.toSorted((a, b) => a.ownY - b.ownY));
    for (let a = 0; a < links.length; a++) {
      for (let b = a + 1; b < links.length; b++) if (crosses(links[a]!, links[b]!, positions)) crossings++;
    }
  }
  return crossings;
}

function positionsOf(layers: readonly Slot[][]): Map<Slot, number> {
  return new Map(layers.flatMap((layer) => layer.map((slot, index) => [slot, index] as const)));
}
