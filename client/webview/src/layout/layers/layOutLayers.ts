/**
 * Layered drawing of one level (Sugiyama): every item is to the right of its operands, in an order with few crossings.
 */

import type { Spacing } from '../arrangement.ts';
import type { Point } from '../box.ts';
import { divideIntoBands } from './bands.ts';
import { orderLayers } from './order.ts';
import type { Slot } from './slot.ts';
import { assignY } from './yPositions.ts';

/** An item with a size: a node's box, a frame, or a point on the border. */
export interface Item {
  readonly width: number;
  readonly height: number;
  /** For a point on the left or right border: where a wire enters or leaves the level. */
  readonly border?: 'left' | 'right';
  /** Stable across edits. */
  readonly name: string;
}

/** The end of a link: an item by index, and the distance from its top edge. */
export interface End {
  readonly item: number;
  readonly y: number;
}

export interface Link {
  readonly from: End;
  readonly to: End;
  /** Stable across edits; links with the same name are bundled. */
  readonly name: string;
  /** Length of the horizontal piece at its end. */
  readonly straightRun: number;
}

export interface LayeredLayout {
  /** The top left corner of each item. */
  readonly corners: readonly Point[];
  /** For each link, its points in the layers in between. */
  readonly bends: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
  readonly yPositions: YPositions;
}

/** Vertical positions of items and bundles in their level, by name. */
export type YPositions = ReadonlyMap<string, number>;

/**
 * Items come in program order: first the points of the left border, last those of the right one.
 * @param previousPositions the positions before an edit; empty if there are none.
 * @param bandCount number of bands that the layers are divided into.
 */
export function layOutLayers(
  items: readonly Item[],
  links: readonly Link[],
  previousPositions: YPositions,
  spacing: Spacing,
  bandCount = 1,
): LayeredLayout {
  const layerByItem = assignLayers(items, links);
  const slots = items.map((item, index) => createSlot(layerByItem[index]!, item, previousPositions));
  const { waypoints, passThroughSlots } = linkSlots(slots, links, previousPositions);
  const layers = Array.from({ length: Math.max(0, ...layerByItem.map((layer) => layer + 1)) }, (): Slot[] => []);
  for (const slot of [...slots, ...passThroughSlots]) layers[slot.layer]!.push(slot);
  orderLayers(layers);
  assignY(layers, spacing);

  const straightRuns: number[] = layers.map(() => 0);
  for (const { to, straightRun } of links)
    straightRuns[layerByItem[to.item]!] = Math.max(straightRuns[layerByItem[to.item]!]!, straightRun);
  const widths = layers.map((layer) => layer.reduce((maximum, { width }) => Math.max(maximum, width), 0));
  const gaps = layers.map((layer, index) => gapBefore(layer, spacing.layers) + straightRuns[index]!);
  const bands = divideIntoBands(
    layers,
    widths.map((width, index) => width + gaps[index]!),
    bundlesAfterLayers(layers.length, slots, links, waypoints),
    bandCount,
  );
  const layerColumns: { readonly left: number; readonly right: number }[] = [];
  for (const [index, width] of widths.entries()) {
    const isFirst = bands.bandOf[index - 1] !== bands.bandOf[index];
    const start = bands.headRoom + (bands.headRoom > 0 && isFirst ? straightRuns[index]! : 0);
    const left = isFirst ? start : layerColumns.at(-1)!.right + gaps[index]!;
    layerColumns.push({ left, right: left + width });
  }
  const allSlots = layers.flat();
  const topY = allSlots.reduce((minimum, { y }) => Math.min(minimum, y), Number.POSITIVE_INFINITY);
  const acrossOf = ({ layer, y }: Slot): number => y + bands.shifts[layer]!;
  const bendPoints = ({ from, to, name, straightRun }: Link, slotChain: readonly Slot[]): readonly Point[] => {
    const [source, target] = [slots[from.item]!, slots[to.item]!];
    const startY = acrossOf(source) + from.y;
    const next = slotChain[0] ?? target;
    const nextY = acrossOf(next) + (next === target ? to.y : 0);
    const shift = bands.shifts[source.layer]!;
    const needsStraightRun =
      bands.bandOf[next.layer] === bands.bandOf[source.layer] &&
      layers[source.layer]!.some((slot) => slot.width > source.width && overlaps(slot, startY - shift, nextY - shift));
    const points: Point[] = needsStraightRun ? [{ x: layerColumns[source.layer]!.right, y: startY }] : [];
    let [layer, y] = [source.layer, startY];
    for (const slot of [...slotChain, target]) {
      const slotY = acrossOf(slot) + (slot === target ? to.y : 0);
      if (bands.bandOf[slot.layer] !== bands.bandOf[layer])
        points.push(...bands.corners(name, layer, layerColumns[layer]!.right, y, slotY));
      const { left, right } = layerColumns[slot.layer]!;
      if (slot !== target) points.push({ x: left, y: slotY }, { x: right, y: slotY });
      else if (straightRun > 0) points.push({ x: left - straightRun, y: slotY });
      [layer, y] = [slot.layer, slotY];
    }
    return points;
  };
  const ends = layerColumns.map(({ right }, index) => {
    const isFollowed = bands.bandOf[index + 1] !== undefined && bands.bandOf[index + 1] !== bands.bandOf[index];
    return right + (isFollowed ? bands.tailRoom : 0);
  });
  return {
    corners: slots.map((slot) => ({ x: layerColumns[slot.layer]!.left, y: acrossOf(slot) })),
    bends: links.map((link, index) => (isForward(slots, link) ? bendPoints(link, waypoints[index]!) : [])),
    yPositions: new Map(allSlots.map(({ name, y }) => [name, y - topY])),
    width: ends.reduce((maximum, end) => Math.max(maximum, end), 0),
    height: bands.across,
  };
}

/** For each layer, the bundles from it to the next one, with their positions across. */
function bundlesAfterLayers(
  layerCount: number,
  slots: readonly Slot[],
  links: readonly Link[],
  waypoints: readonly (readonly Slot[])[],
): readonly ReadonlyMap<string, number>[] {
  const bundles = Array.from({ length: layerCount }, () => new Map<string, number>());
  for (const [index, link] of links.entries()) {
    const source = slots[link.from.item]!;
    if (!isForward(slots, link)) continue;
    bundles[source.layer]!.set(link.name, source.y + link.from.y);
    for (const { layer, y } of waypoints[index]!) bundles[layer]!.set(link.name, y);
  }
  return bundles;
}

/** Widens the gap for steep lines, so that they need no sharp turns. */
function gapBefore(layer: readonly Slot[], { min, step, climb, max }: Spacing['layers']): number {
  const rises = layer.flatMap(({ y, before }) =>
    before.map(({ to, ownY, otherY }) => Math.abs(y + ownY - to.y - otherY)),
  );
  const maxRise = rises.reduce((maximum, rise) => Math.max(maximum, rise), 0);
  return Math.min(max, min + step * Math.ceil(maxRise / climb));
}

function isForward(slots: readonly Slot[], { from, to }: Link): boolean {
  return slots[from.item]!.layer < slots[to.item]!.layer;
}

/** True if a slot overlaps a vertical interval. */
function overlaps({ y, height }: Slot, startY: number, endY: number): boolean {
  return y < Math.max(startY, endY) && y + height > Math.min(startY, endY);
}

/** As far left as the operands allow; an item without operands is next to its first consumer. */
function assignLayers(items: readonly Item[], links: readonly Link[]): readonly number[] {
  const firstLayer: number = items[0]?.border === 'left' ? 1 : 0;
  const layers: number[] = items.map(({ border }) => (border === 'left' ? 0 : firstLayer));
  const producers = items.map((): number[] => []);
  const consumers = items.map((): number[] => []);
  for (const { from, to } of links) {
    if (from.item >= to.item) continue;
    producers[to.item]!.push(from.item);
    consumers[from.item]!.push(to.item);
  }
  items.forEach((_, item) => {
    for (const from of producers[item]!) layers[item] = Math.max(layers[item]!, layers[from]! + 1);
  });
  items.forEach(({ border }, item) => {
    if (border !== undefined || producers[item]!.length > 0) return;
    const consumerLayers = consumers[item]!.filter((to) => items[to]!.border === undefined).map((to) => layers[to]!);
    if (consumerLayers.length > 0) layers[item] = Math.min(...consumerLayers) - 1;
  });
  const lastLayer = items.reduce(
    (maximum, { border }, item) => (border === 'right' ? maximum : Math.max(maximum, layers[item]!)),
    0,
  );
  return layers.map((layer, item) => (items[item]!.border === 'right' ? lastLayer + 1 : layer));
}

/** Lines between adjacent layers. Links from one source share a line as far as possible; backward links have none. */
function linkSlots(slots: readonly Slot[], links: readonly Link[], previousPositions: YPositions) {
  const chains = new Map<string, Slot[]>();
  const waypoints = links.map(({ from, to, name }): readonly Slot[] => {
    const [start, end] = [slots[from.item]!, slots[to.item]!];
    const gapCount = Math.max(0, end.layer - start.layer - 1);
    const slotChain = chains.get(name) ?? [];
    chains.set(name, slotChain);
    while (slotChain.length < gapCount) {
      const waypointItem: Item = { name: `${name} +${slotChain.length}`, width: 0, height: 0 };
      const slot = createSlot(start.layer + 1 + slotChain.length, waypointItem, previousPositions);
      linkSlotPair(slotChain.at(-1) ?? start, slotChain.length === 0 ? from.y : 0, slot, 0);
      slotChain.push(slot);
    }
    if (end.layer > start.layer) {
      linkSlotPair(gapCount === 0 ? start : slotChain[gapCount - 1]!, gapCount === 0 ? from.y : 0, end, to.y);
    }
    return slotChain.slice(0, gapCount);
  });
  return { waypoints, passThroughSlots: Array.from(chains.values()).flat() };
}

function createSlot(layer: number, { name, width, height }: Item, previousPositions: YPositions): Slot {
  return { name, layer, width, height, previousY: previousPositions.get(name), before: [], after: [], y: 0 };
}

function linkSlotPair(from: Slot, fromY: number, to: Slot, toY: number): void {
  from.after.push({ to, ownY: fromY, otherY: toY });
  to.before.push({ to: from, ownY: toY, otherY: fromY });
}
