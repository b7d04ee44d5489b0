/** A long graph wraps like lines of text: its layers are divided into bands, one beside the other. */

import type { Point } from '../box.ts';
import type { Slot } from './slot.ts';

/** Gaps between the wires that lead from one band to the next, and between them and the nodes. */
const trackGap = 9;
const trackMargin = 12;

export interface Bands {
  /** For each layer, the index of its band. */
  readonly bandOf: readonly number[];
  /** Room before the first layer of each band, for wires from the band before. */
  readonly headRoom: number;
  /** For each layer, the distance across that its slots are moved by. */
  readonly shifts: readonly number[];
  /** Size of all bands across. */
  readonly across: number;
  /** Room after the last layer of a band that another follows. */
  readonly tailRoom: number;
  /**
   * The corners of a bundle that leaves a band for the next.
   * @param name name of the bundle.
   * @param layer the last layer of the band.
   * @param end the end of that band along the wires.
   */
  corners(name: string, layer: number, end: number, fromY: number, toY: number): readonly Point[];
}

/**
 * @param layers in order, with their positions across.
 * @param lengths for each layer, its length along the wires with the gap before it.
 * @param crossings for each layer, the names of the bundles from it to the next layer, with their positions across.
 * @param count number of bands.
 */
export function divideIntoBands(
  layers: readonly (readonly Slot[])[],
  lengths: readonly number[],
  crossings: readonly ReadonlyMap<string, number>[],
  count: number,
): Bands {
  const bandOf = assignBands(lengths, crossings, count);
  const isLast = (layer: number): boolean => bandOf[layer + 1] !== undefined && bandOf[layer + 1] !== bandOf[layer];
  // The bundle nearest to the next band turns first, so that bundles do not cross.
  const tracks = crossings.map((bundles, layer) =>
    isLast(layer)
      ? Array.from(bundles)
          .sort(([, a], [, b]) => b - a)
          .map(([name]) => name)
      : [],
  );
  const maxTracks = Math.max(0, ...tracks.map(({ length }) => length));
  const room = maxTracks === 0 ? 0 : maxTracks * trackGap + trackMargin;
  const bandCount = (bandOf.at(-1) ?? 0) + 1;
  const starts: number[] = [];
  const gutters: number[] = [];
  const tops: number[] = [];
  let across = 0;
  for (let band = 0; band < bandCount; band++) {
    const slots = layers.filter((_, layer) => bandOf[layer] === band).flat();
    const top = slots.reduce((minimum, { y }) => Math.min(minimum, y), Number.POSITIVE_INFINITY);
    const bottom = slots.reduce((maximum, { y, height }) => Math.max(maximum, y + height), top);
    tops.push(top);
    starts.push(across);
    across += bottom - top;
    gutters.push(across);
    if (band < bandCount - 1) across += room + trackMargin;
  }
  return {
    bandOf,
    headRoom: bandCount > 1 ? room : 0,
    tailRoom: room,
    shifts: bandOf.map((band) => starts[band]! - tops[band]!),
    across,
    corners(name, layer, end, fromY, toY) {
      const offset = trackMargin + trackGap * tracks[layer]!.indexOf(name);
      const [turn, gutter, back] = [end + offset, gutters[bandOf[layer]!]! + offset, room - offset];
      return [
        { x: turn, y: fromY },
        { x: turn, y: gutter },
        { x: back, y: gutter },
        { x: back, y: toY },
      ];
    },
  };
}

/** Bands of about the same length; each ends where few bundles cross. */
function assignBands(
  lengths: readonly number[],
  crossings: readonly ReadonlyMap<string, number>[],
  count: number,
): readonly number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const ends: number[] = [];
  let length = 0;
  lengths.forEach((layerLength, layer) => {
    length += layerLength;
    if (ends.length < count - 1 && length >= (total * (ends.length + 1)) / count && layer < lengths.length - 1)
      ends.push(layer);
  });
  const cheapest = ends.map((end, index) => {
    const isBetween = (layer: number): boolean =>
      layer >= 0 && layer < lengths.length - 1 && layer > (ends[index - 1] ?? -1) + 1;
    const candidates = [end, end - 1, end + 1].filter((layer) => layer === end || isBetween(layer));
    return candidates.reduce((best, layer) => (crossings[layer]!.size < crossings[best]!.size ? layer : best));
  });
  const distinct = [...new Set(cheapest)];
  return lengths.map((_, layer) => distinct.filter((end) => end < layer).length);
}
