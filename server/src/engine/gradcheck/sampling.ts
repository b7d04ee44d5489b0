/** Random choices of a gradient check: which elements to check, and in which directions. */

/** The number of elements of each leaf to check; the capacity that small leaves leave over goes to the large ones. */
export function allocateSamples(sizes: readonly number[], capacity: number): number[] {
  const sampleCounts = new Array<number>(sizes.length);
  const leavesBySize = [...sizes.keys()].sort((a, b) => sizes[a] - sizes[b]);
  let remaining = capacity;
  leavesBySize.forEach((leaf, rank) => {
    const fairShare = Math.max(1, Math.floor(remaining / (sizes.length - rank)));
    sampleCounts[leaf] = Math.min(sizes[leaf], fairShare);
    remaining -= sampleCounts[leaf];
  });
  return sampleCounts;
}

/** All elements, or one from each of `count` equal ranges. */
export function sampleIndices(size: number, count: number, random: () => number): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (count === size) return i;
    const [start, end] = [i, i + 1].map((boundary) => Math.floor((boundary * size) / count));
    return start + Math.floor(random() * (end - start));
  });
}

/** Random numbers in [0, 1), reproducible by seed: Mulberry32 by Tommy Ettinger. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A direction that changes every element, by 1 or −1. */
export function randomSigns(size: number, random: () => number): Float64Array {
  return Float64Array.from({ length: size }, () => (random() < 0.5 ? -1 : 1));
}
