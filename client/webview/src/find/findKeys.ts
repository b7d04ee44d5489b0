/** Keys of the search for a node. */

import { hasModifier, isHandledByTarget } from '../keyboard.ts';

/**
 * True for `/` outside a text field, and for the key that finds in an editor. VS Code prevents the default of that one
 * before the page receives it.
 */
export function isFindKey(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (key === '/') return !hasModifier(event) && !event.defaultPrevented && !isHandledByTarget(event);
  return key.toLowerCase() === 'f' && ctrlKey !== metaKey && !altKey && !shiftKey;
}

/** Matches that a page key moves by. */
const pageLength = 8;

/** Index of the match that a key moves to; undefined for keys that stay in the text field. */
export function nextMatchIndex(count: number, current: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count;
    case 'ArrowUp':
      return (current + count - 1) % count;
    case 'PageDown':
      return Math.min(current + pageLength, count - 1);
    case 'PageUp':
      return Math.max(current - pageLength, 0);
    default:
      return undefined;
  }
}
