/** Where a key leads in a menu: the arrows all around, Home and End to its ends, a letter to what begins with it. */

/** The place of the item that a key leads to; undefined for a key that leads nowhere, as one that the item itself takes. */
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

/** The next one that begins with a letter, all around. */
function nextItemStartingWith(labels: readonly string[], current: number, letter: string): number | undefined {
  const searchOrder = labels.map((_, offset) => (current + 1 + offset) % labels.length);
  return searchOrder.find((index) => labels[index]?.[0]?.toLowerCase() === letter.toLowerCase());
}
