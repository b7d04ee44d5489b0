/** One level of a drawing in layers from left to right: every item right of those that it takes, in an order with few crossings. */

import type { Point } from './box.ts';
import { putAtHeights } from './heights.ts';
import { putInOrder } from './order.ts';

/** Something with a size: a node's box, a frame, or a mere point of the border. */
export interface Item {
  readonly width: number;
  readonly height: number;
  /** For a point of the left or the right border: what comes in from outside, or goes out. */
  readonly border?: 'left' | 'right';
  /** The same after an edit. */
  readonly name: string;
}

/** Where a link begins or ends: an item by its place, and how far below its upper edge. */
export interface End {
  readonly item: number;
  readonly y: number;
}

export interface Link {
  readonly from: End;
  readonly to: End;
  /** Of what flows in it, the same after an edit: links of one name pass by together. */
  readonly name: string;
  /** How long it runs level before it ends. */
  readonly run: number;
}

export interface Layered {
  /** The upper left corner of each item. */
  readonly corners: readonly Point[];
  /** For each link, the points where it passes the layers in between. */
  readonly bends: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
  readonly heights: Heights;
}

/** How high everything stands in its level: items, and what passes them, by name. */
export type Heights = ReadonlyMap<string, number>;

/** What has a place in a layer: an item, or links from one place that pass by together. */
export interface Slot {
  readonly layer: number;
  readonly width: number;
  readonly height: number;
  readonly name: string;
  /** How high it stood before an edit; undefined for what is new. */
  readonly was: number | undefined;
  /** To slots of the layer before, and of the one after. */
  readonly before: Line[];
  readonly after: Line[];
  /** Its upper edge. */
  y: number;
}

/** How far below the upper edges of two slots a line between them ends. */
export interface Line {
  readonly to: Slot;
  readonly own: number;
  readonly other: number;
}

/** Between two layers: what a level line needs, and how much more a curve, in steps, for each so many pixels that it climbs. */
const across = { least: 44, step: 16, climb: 72, most: 124 };

/**
 * Items come in the order of the program: first the points of the left border, last those of the right one.
 * @param before an edit; empty where there was none.
 */
export function inLayers(items: readonly Item[], links: readonly Link[], before: Heights): Layered {
  const layerOf = layersOf(items, links);
  const slots = items.map((item, place) => slotAt(layerOf[place]!, item, before));
  const { passed, passing } = linkUp(slots, links, before);
  const layers = Array.from({ length: Math.max(0, ...layerOf.map((layer) => layer + 1)) }, (): Slot[] => []);
  for (const slot of [...slots, ...passing]) layers[slot.layer]!.push(slot);
  putInOrder(layers);
  putAtHeights(layers);

  const runs: number[] = layers.map(() => 0);
  for (const { to, run } of links) runs[layerOf[to.item]!] = Math.max(runs[layerOf[to.item]!]!, run);
  const columns: { readonly left: number; readonly right: number }[] = [];
  for (const [place, layer] of layers.entries()) {
    const left = place === 0 ? 0 : columns.at(-1)!.right + acrossTo(layer) + runs[place]!;
    columns.push({ left, right: left + layer.reduce((most, { width }) => Math.max(most, width), 0) });
  }
  const all = layers.flat();
  const top = all.reduce((least, { y }) => Math.min(least, y), Number.POSITIVE_INFINITY);
  const bendsOf = ({ from, to, run }: Link, chain: readonly Slot[]): readonly Point[] => {
    const source = slots[from.item]!;
    const start = source.y + from.y;
    const next = chain[0]?.y ?? slots[to.item]!.y + to.y;
    const goesStraightOn = layers[source.layer]!.some(
      (slot) => slot.width > source.width && isBetween(slot, start, next),
    );
    return [
      ...(goesStraightOn ? [{ x: columns[source.layer]!.right, y: start - top }] : []),
      ...chain.flatMap(({ layer, y }) => {
        const { left, right } = columns[layer]!;
        return [
          { x: left, y: y - top },
          { x: right, y: y - top },
        ];
      }),
      ...(run > 0 ? [{ x: columns[layerOf[to.item]!]!.left - run, y: slots[to.item]!.y + to.y - top }] : []),
    ];
  };
  return {
    corners: slots.map(({ layer, y }) => ({ x: columns[layer]!.left, y: y - top })),
    bends: links.map((link, place) => (isForward(slots, link) ? bendsOf(link, passed[place]!) : [])),
    heights: new Map(all.map(({ name, y }) => [name, y - top])),
    width: columns.at(-1)?.right ?? 0,
    height: all.reduce((most, { y, height }) => Math.max(most, y + height - top), 0),
  };
}

/** A steep line is given more room, so that it needn't turn sharply. */
function acrossTo(layer: readonly Slot[]): number {
  const climbs = layer.flatMap(({ y, before }) => before.map(({ to, own, other }) => Math.abs(y + own - to.y - other)));
  const steepest = climbs.reduce((most, climb) => Math.max(most, climb), 0);
  return Math.min(across.most, across.least + across.step * Math.ceil(steepest / across.climb));
}

function isForward(slots: readonly Slot[], { from, to }: Link): boolean {
  return slots[from.item]!.layer < slots[to.item]!.layer;
}

/** Whether some of a slot is between two heights. */
function isBetween({ y, height }: Slot, start: number, end: number): boolean {
  return y < Math.max(start, end) && y + height > Math.min(start, end);
}

/** As far left as its operands allow; what has none stands right before the first that takes it. */
function layersOf(items: readonly Item[], links: readonly Link[]): readonly number[] {
  const first: number = items[0]?.border === 'left' ? 1 : 0;
  const layers: number[] = items.map(({ border }) => (border === 'left' ? 0 : first));
  const entering = items.map((): number[] => []);
  const leaving = items.map((): number[] => []);
  for (const { from, to } of links) {
    if (from.item >= to.item) continue;
    entering[to.item]!.push(from.item);
    leaving[from.item]!.push(to.item);
  }
  items.forEach((_, item) => {
    for (const from of entering[item]!) layers[item] = Math.max(layers[item]!, layers[from]! + 1);
  });
  items.forEach(({ border }, item) => {
    if (border !== undefined || entering[item]!.length > 0) return;
    const taking = leaving[item]!.filter((to) => items[to]!.border === undefined).map((to) => layers[to]!);
    if (taking.length > 0) layers[item] = Math.min(...taking) - 1;
  });
  const last = items.reduce((most, { border }, item) => (border === 'right' ? most : Math.max(most, layers[item]!)), 0);
  return layers.map((layer, item) => (items[item]!.border === 'right' ? last + 1 : layer));
}

/** Lines from layer to layer. What comes from one place passes as one line, as far as it goes; what goes back is no line. */
function linkUp(slots: readonly Slot[], links: readonly Link[], before: Heights) {
  const chains = new Map<string, Slot[]>();
  const passed = links.map(({ from, to, name }): readonly Slot[] => {
    const [start, end] = [slots[from.item]!, slots[to.item]!];
    const between = Math.max(0, end.layer - start.layer - 1);
    const chain = chains.get(name) ?? [];
    chains.set(name, chain);
    while (chain.length < between) {
      const point: Item = { name: `${name} +${chain.length}`, width: 0, height: 0 };
      const slot = slotAt(start.layer + 1 + chain.length, point, before);
      joinLine(chain.at(-1) ?? start, chain.length === 0 ? from.y : 0, slot, 0);
      chain.push(slot);
    }
    if (end.layer > start.layer) {
      joinLine(between === 0 ? start : chain[between - 1]!, between === 0 ? from.y : 0, end, to.y);
    }
    return chain.slice(0, between);
  });
  return { passed, passing: Array.from(chains.values()).flat() };
}

function slotAt(layer: number, { name, width, height }: Item, before: Heights): Slot {
  return { name, layer, width, height, was: before.get(name), before: [], after: [], y: 0 };
}

function joinLine(from: Slot, fromY: number, to: Slot, toY: number): void {
  from.after.push({ to, own: fromY, other: toY });
  to.before.push({ to: from, own: toY, other: fromY });
}
