/** The order of a tensor's elements in the sorted list. */

export type SortKey = 'value' | 'gradient';

export interface Sorting {
  readonly key: SortKey;
  readonly order: 'largest' | 'smallest';
}

/** Maximum number of listed elements. */
export const maxListed = 200;

/**
 * The indices of the first elements by magnitude, NaN and infinities first; among equals, those with the smaller
 * index.
 */
export function sortedIndices(elements: Float64Array, { order }: Pick<Sorting, 'order'>): readonly number[] {
  const magnitudes = elements.map((element) => (Number.isNaN(element) ? Number.POSITIVE_INFINITY : Math.abs(element)));
  const sign = order === 'largest' ? -1 : 1;
  const indices = Array.from({ length: elements.length }, (_, index) => index);
  indices.sort((a, b) => {
    const [first, second] = [magnitudes[a]!, magnitudes[b]!];
    return first === second ? a - b : sign * (first < second ? -1 : 1);
  });
  return indices.slice(0, maxListed);
}
