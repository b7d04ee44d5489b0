/**
 * Keyboard navigation in menus: arrows wrap around, Home and End go to the ends, a letter to the next item with that
 * initial.
 */

/** Index of the item that a key moves to; undefined for keys that do not navigate. */
export function nextItemIndex(labels: readonly string[], current: number, key: string): number | undefined {
  const { length } = labels;
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % length;
    case 'ArrowUp':
      return (current + length - 1) % length;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return key === ' ' ? undefined : nextItemStartingWith(labels, current, key);
  }
}

/** The next item that begins with a letter, wrapping around. */
function nextItemStartingWith(labels: readonly string[], current: number, letter: string): number | undefined {
  const searchOrder = labels.map((_, offset) => (current + 1 + offset) % labels.length);
  return searchOrder.find((index) => labels[index]?.[0]?.toLowerCase() === letter.toLowerCase());
}
