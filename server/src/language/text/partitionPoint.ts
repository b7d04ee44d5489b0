/** Binary search over sorted arrays. */

/** Index of the first item for which `predicate` is true; the items must be partitioned by it. */
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
