/** The order in each layer, from top to bottom: what is linked stands about as high, so that few lines cross. */

import type { Line, Slot } from './layers.ts';

const sweeps = 6;
/** From side to side, and which lines lead to the layers that were put in order before. */
const directions = [
  { isBack: false, lines: 'before' },
  { isBack: true, lines: 'after' },
] as const;

/** For so many crossings more, and for this part of them, what stood above something else before an edit stays above it. */
const worthKeeping = { crossings: 2, share: 0.1 };

/** Sorts each layer. Where nothing speaks for a change the order stays, so that an edit moves little. */
export function putInOrder(layers: readonly Slot[][]): void {
  const isAnEdit = layers.some((layer) => layer.some(({ was }) => was !== undefined));
  const kept = isAnEdit ? orderFound(layers, true) : undefined;
  const anew = kept?.crossings === 0 ? kept : orderFound(layers, false);
  const most = anew.crossings * (1 + worthKeeping.share) + worthKeeping.crossings;
  const best = kept && kept.crossings <= most ? kept : anew;
  layers.forEach((layer, place) => {
    layer.splice(0, layer.length, ...best.layers[place]!);
  });
}

interface Order {
  readonly layers: readonly Slot[][];
  readonly crossings: number;
}

/** @param isKept whether what was there before stays in its order, and the rest is put in between. */
function orderFound(start: readonly Slot[][], isKept: boolean): Order {
  const layers = start.map((layer) => (isKept ? asBefore(layer) : [...layer]));
  let best = layers.map((layer) => [...layer]);
  let fewest = crossingsOf(layers);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const { isBack, lines } = directions[sweep % directions.length]!;
    const places = new Map<Slot, number>();
    for (const layer of isBack ? layers.toReversed() : layers) {
      sortBy(layer, (slot) => meanPlace(slot[lines], places));
      if (isKept) layer.splice(0, layer.length, ...asBefore(layer));
      layer.forEach((slot, place) => {
        places.set(slot, place);
      });
    }
    swapNeighbours(layers, isKept);
    const crossings = crossingsOf(layers);
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = layers.map((layer) => [...layer]);
  }
  return { layers: best, crossings: fewest };
}

/** The places that known slots have are given to them in their order of before. */
function asBefore(layer: readonly Slot[]): Slot[] {
  const known = layer.filter(({ was }) => was !== undefined).sort((a, b) => a.was! - b.was!);
  const next = known.values();
  return layer.map((slot) => (slot.was === undefined ? slot : next.next().value!));
}

/** A slot without a mean stays behind the one before it. */
function sortBy(layer: Slot[], meanOf: (slot: Slot) => number | undefined): void {
  let last = -1;
  const keys = new Map<Slot, number>();
  for (const slot of layer) {
    last = meanOf(slot) ?? last;
    keys.set(slot, last);
  }
  layer.sort((a, b) => keys.get(a)! - keys.get(b)!);
}

function meanPlace(lines: readonly Line[], places: ReadonlyMap<Slot, number>): number | undefined {
  if (lines.length === 0) return undefined;
  // Of two lines from one slot the lower one counts as lower.
  const sum = lines.reduce((total, { to, other }) => total + places.get(to)! + other / (to.height + 1) / 2, 0);
  return sum / lines.length;
}

/** Neighbours change places where that spares a crossing. */
function swapNeighbours(layers: readonly Slot[][], isKept: boolean): void {
  const places = placesOf(layers);
  for (const layer of layers) {
    for (let place = 1; place < layer.length; place++) {
      const [upper, lower] = [layer[place - 1]!, layer[place]!];
      if (isKept && upper.was !== undefined && lower.was !== undefined) continue;
      if (between(upper, lower, places) <= between(lower, upper, places)) continue;
      layer[place - 1] = lower;
      layer[place] = upper;
      places.set(lower, place - 1).set(upper, place);
    }
  }
}

/** How often the lines of one slot cross those of another one that is below it. */
function between(upper: Slot, lower: Slot, places: ReadonlyMap<Slot, number>): number {
  let crossings = 0;
  for (const { lines } of directions) {
    for (const a of upper[lines]) for (const b of lower[lines]) if (isBelow(a, b, places)) crossings++;
  }
  return crossings;
}

function isBelow(a: Line, b: Line, places: ReadonlyMap<Slot, number>): boolean {
  return a.to === b.to ? a.other > b.other : places.get(a.to)! > places.get(b.to)!;
}

function crossingsOf(layers: readonly Slot[][]): number {
  const places = placesOf(layers);
  let crossings = 0;
  for (const layer of layers) {
    const lines = layer.flatMap((slot) => slot.after.toSorted((a, b) => a.own - b.own));
    for (let a = 0; a < lines.length; a++) {
      for (let b = a + 1; b < lines.length; b++) if (isBelow(lines[a]!, lines[b]!, places)) crossings++;
    }
  }
  return crossings;
}

function placesOf(layers: readonly Slot[][]): Map<Slot, number> {
  return new Map(layers.flatMap((layer) => layer.map((slot, place) => [slot, place] as const)));
}
