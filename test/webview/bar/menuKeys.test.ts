/** Keyboard navigation in menus. */
import { expect, test } from 'vitest';
import { nextItemIndex } from '../../../client/webview/src/bar/menuKeys.ts';

const labels = ['Save as SVG…', 'Save as PNG…', 'Copy as Graphviz DOT', 'Copy as Mermaid'];

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 3, 0],
  ['ArrowUp', 0, 3],
  ['ArrowUp', 2, 1],
  ['Home', 2, 0],
  ['End', 1, 3],
  ['s', 0, 1],
  ['S', 1, 0],
  ['c', 0, 2],
  ['c', 3, 2],
])('%s moves from item %i to item %i', (key, from, to) => {
  expect(nextItemIndex(labels, from, key)).toBe(to);
});

test.each(['Enter', ' ', 'Tab', 'Escape', 'x'])('%j does not move', (key) => {
  expect(nextItemIndex(labels, 0, key)).toBeUndefined();
});
