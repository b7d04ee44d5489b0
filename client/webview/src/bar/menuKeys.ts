/** Where a key leads in a menu: the arrows all around, Home and End to its ends, a letter to what begins with it. */

/** The place of the item that a key leads to; undefined for a key that leads nowhere, as one that the item itself takes. */
export function itemAfter(labels: readonly string[], at: number, key: string): number | undefined {
  const { length } = labels;
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % length;
    case 'ArrowUp':
      return (at + length - 1) % length;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return key === ' ' ? undefined : itemThatBegins(labels, at, key);
  }
}

/** The next one that begins with a letter, all around. */
function itemThatBegins(labels: readonly string[], at: number, letter: string): number | undefined {
  const order = labels.map((_, distance) => (at + 1 + distance) % labels.length);
  return order.find((place) => labels[place]?.[0]?.toLowerCase() === letter.toLowerCase());
}
