/** Clients choose between pictures and tables in hovers, and tell the theme of the pictures. */

import { describe, expect, test } from 'vitest';
import { type HoverPictures, hoverPicturesMethod } from '../../protocol/editor/hoverPictures.ts';
import { startEditor } from '../support/editor/editor.ts';

const uri = 'file:///models/weights.bp';
const text = 'param W[4, 5] ~ normal()\nloss L = sum(W^2)';
const image = /!\[[^\n]+\]\(data:image\/svg\+xml;base64,[\w+/=]+\|width=\d+,height=\d+\)/;
const table = /\| \[4, 5\] \| 0 \| 1 \|/;

async function opened(hoverPictures?: HoverPictures) {
  const editor = await startEditor(hoverPictures ? { hoverPictures } : {});
  await editor.open(uri, text);
  return editor;
}

describe('the hover of a tensor', () => {
  test.each([undefined, { theme: null }])('has tables for a client that announces %j', async (hoverPictures) => {
    const hover = await (await opened(hoverPictures)).hover(uri, 'W');
    expect(hover).toMatch(table);
    expect(hover).not.toContain('data:');
  });

  test('has a picture for a client with a theme, in the colors of the theme it has at the time', async () => {
    const editor = await opened({ theme: 'dark' });
    const hovers = [await editor.hover(uri, 'W')];
    for (const theme of ['light', 'highContrast', 'highContrastLight'] as const) {
      await editor.connection.sendNotification(hoverPicturesMethod, { theme });
      hovers.push(await editor.hover(uri, 'W'));
    }
    for (const hover of hovers) {
      expect(hover).toMatch(image);
      expect(hover).not.toMatch(table);
    }
    expect(new Set(hovers).size).toBe(4);
    await editor.connection.sendNotification(hoverPicturesMethod, { theme: null });
    expect(await editor.hover(uri, 'W')).toMatch(table);
  });

  test('is the same but for the picture', async () => {
    const withPicture = await (await opened({ theme: 'light' })).hover(uri, 'W');
    const withTables = await (await opened()).hover(uri, 'W');
    expect(withPicture.replace(image, '').trim()).toBe(withTables.split('\n\n| ').slice(0, 2).join('\n\n| ').trim());
  });
});
