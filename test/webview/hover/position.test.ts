/** Position of the hover card. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cardPosition } from '../../../client/webview/src/hover/position.ts';

const stage = { left: 100, top: 50, width: 700, height: 500 };
const card = { width: 300, height: 200 };
const nodeAt = (left: number, top: number) => ({ left, top, width: 60, height: 40 });

test('the card is below the node, aligned left', () => {
  expect(cardPosition(nodeAt(200, 100), card, stage)).toEqual({ left: 200, top: 162 });
});

test('the card is above a node at the bottom', () => {
  expect(cardPosition(nodeAt(200, 450), card, stage)).toEqual({ left: 200, top: 228 });
});

test('the card stays inside the stage and covers the node only if there is no room', () => {
  const side = fc.integer({ min: 0, max: 460 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 20, max: 480 }), (x, y, height) => {
      const node = nodeAt(stage.left + x, stage.top + y);
      const { left, top } = cardPosition(node, { ...card, height }, stage);
      expect(left).toBeGreaterThanOrEqual(stage.left);
      expect(top).toBeGreaterThanOrEqual(stage.top);
      expect(left + card.width).toBeLessThanOrEqual(stage.left + stage.width);
      expect(top + height).toBeLessThanOrEqual(stage.top + stage.height);
      const hasRoom = height + 30 <= Math.max(y, stage.height - y - 40);
      if (hasRoom) expect(top >= node.top + node.height || top + height <= node.top).toBe(true);
    }),
  );
});
