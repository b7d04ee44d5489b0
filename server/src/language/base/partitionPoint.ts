/** The one search through what stands in order: the statements of a text, what they name, their nodes, the lines. */

/** The place of the first item of which something holds that holds of all behind it too. */
export function partitionPoint<Item>(items: ArrayLike<Item>, predicate: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (predicate(items[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
