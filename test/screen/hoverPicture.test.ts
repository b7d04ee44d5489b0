/** Hovers of tensors show value and gradient as an image, in the colors of the theme; for screen readers they have tables. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { examples } from '../../scripts/paths.ts';
import { themes } from './support/themes.ts';
import type { WindowOptions } from './support/window.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const xor = readFileSync(join(examples, 'xor.bp'), 'utf8');

test('a weight matrix of an example has an image with its numbers', async () => {
  const workbench = await opened({ files: { 'xor.bp': xor } });
  const image = await imageIn(await workbench.hover(5, 7, 'W1'));
  expect(await image.getAttribute('alt')).toMatch(/^W1 = \[\[.+\], \[.+\]\] · ∂L\/∂W1 = \[\[.+\], \[.+\]\]$/);
  await workbench.screenshot('hover-picture-small');
});

test('the description of an expression is its source as it is', async () => {
  const text = 'data x_1 = [[1, 2], [3, 4]]\nparam _w = 2\nloss L = sum(_w * x_1 * (x_1 < 4))\n';
  const workbench = await opened({ files: { 'expression.bp': text } });
  const image = await imageIn(
    await workbench.hover(3, text.split('\n')[2]!.indexOf('* (') + 1, '_w * x_1 * (x_1 < 4)'),
  );
  expect(await image.getAttribute('alt')).toBe(
    '_w * x_1 * (x_1 < 4) = [[2, 4], [6, 0]] · ∂L/∂(_w * x_1 * (x_1 < 4)) = [[1, 1], [1, 1]]',
  );
  await workbench.screenshot('hover-picture-expression');
});

test('large tensors have images that follow the theme', async () => {
  const text = `param W[64, 64] ~ normal(0, std = 0.1)
param K[8, 3, 5, 5] ~ normal()
loss L = mean(tanh(W @ W)) + mean(K^2)
`;
  const workbench = await opened({ files: { 'large.bp': text } });
  const sources: (string | null)[] = [];
  for (const theme of themes) {
    await workbench.wear(theme);
    for (const [line, name] of [
      [1, 'W'],
      [2, 'K'],
    ] as const) {
      const image = await imageIn(await workbench.hover(line, 7, name));
      sources.push(await image.getAttribute('src'));
      await workbench.screenshot(`hover-picture-${name}-${theme.kind}`);
      await workbench.press('Escape');
      await image.waitFor({ state: 'hidden' });
    }
  }
  await workbench.wear(themes[0]);
  expect(new Set(sources).size).toBe(2 * themes.length);
});

test('the image has the colors of the elements', async () => {
  const row = '[1, 0, -1, 1]';
  const text = `data X = [${new Array(20).fill(row).join(', ')}]\nW = X / [1, 1, 1, 0]\n`;
  const workbench = await opened({ files: { 'signs.bp': text } });
  const image = await imageIn(await workbench.hover(2, 1, 'W'));
  const [positive, zero, negative, infinite] = await image.evaluate((img: HTMLImageElement) => {
    const { naturalWidth, naturalHeight } = img;
    const context = new OffscreenCanvas(naturalWidth, naturalHeight).getContext('2d')!;
    context.drawImage(img, 0, 0);
    const [cell, middle] = [6.4, 80];
    return [0, 1, 2, 3].map((column) => [...context.getImageData((column + 0.5) * cell, middle, 1, 1).data]);
  });
  expect([positive, negative, infinite]).toEqual([
    [0x89, 0xd1, 0x85, 255],
    [0xb1, 0x80, 0xd7, 255],
    [0xf1, 0x4c, 0x4c, 255],
  ]);
  expect(zero![3]).toBe(Math.round(0.12 * 255));
});

test('an image has its size before it is decoded, so that the link below it does not move', async () => {
  const workbench = await opened({ files: { 'weights.bp': 'param W[4, 5] ~ normal()\nloss L = sum(W^2)\n' } });
  const image = await imageIn(await workbench.hover(1, 7, 'W'));
  const sizes = await image.evaluate((img: HTMLImageElement) => [
    [img.getAttribute('width'), img.getAttribute('height')].map(Number),
    [img.naturalWidth, img.naturalHeight],
    [img.clientWidth, img.clientHeight],
  ]);
  const [reserved, natural, shown] = sizes;
  expect(reserved).toEqual(natural);
  expect(shown).toEqual(natural);
});

test('screen readers get tables', async () => {
  const settings = { 'editor.accessibilitySupport': 'on' };
  const workbench = await opened({
    files: { 'weights.bp': 'param W[4, 5] ~ normal()\nloss L = sum(W^2)\n' },
    settings,
  });
  const hover = await workbench.hover(1, 7, 'W');
  await expect.poll(() => hover.locator('table').count()).toBe(3);
  expect(await hover.locator('img').count()).toBe(0);
});

/** The workbench with the only file open. */
async function opened(options: WindowOptions): Promise<Workbench> {
  const workbench = await openWorkbench(options);
  onTestFinished(() => workbench.close());
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
  await workbench.open(Object.keys(options.files)[0]!);
  return workbench;
}

/** The image of a hover, once it is decoded. */
async function imageIn(hover: Locator): Promise<Locator> {
  const image = hover.locator('img[src^="data:image/svg+xml"]');
  const width = () => image.evaluate((img: HTMLImageElement) => (img.complete ? img.naturalWidth : 0));
  await expect.poll(width).toBeGreaterThan(0);
  return image;
}
