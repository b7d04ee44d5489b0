/** The whole graph of every example, of a convolutional network and of a transformer is in view and legible when the panel opens. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../../scripts/chromium.ts';
import { examples } from '../../../scripts/paths.ts';
import { lenet, transformer } from '../../support/models/bigModels.ts';
import { measureLegibility } from '../../support/panel/legibility.ts';
import { type OpenPanel, openPanel } from '../../support/panel/openPanel.ts';

/** The panel beside the text in windows of 900 × 600, 1280 × 800 with and without the side bar, and 1920 × 1080. */
const sizes = [
  { width: 426, height: 508 },
  { width: 466, height: 708 },
  { width: 640, height: 700 },
  { width: 786, height: 988 },
];

const models = [
  ...readdirSync(examples)
    .filter((name) => name.endsWith('.bp'))
    .map((name) => ({
      name,
      path: join(examples, name),
      text: readFileSync(join(examples, name), 'utf8'),
    })),
  { name: 'lenet.bp', path: '/models/lenet.bp', text: lenet },
  { name: 'transformer.bp', path: '/models/transformer.bp', text: transformer },
];

const nothingWrong = { outside: [], unlabeled: [], overlaps: [], crossings: [], covering: [], clipped: [], hidden: [] };

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

function boxCount({ graphs }: OpenPanel): number {
  return graphs.findLast(({ structure }) => structure !== null)!.structure!.nodes.length;
}

describe.each(sizes)('in a pane of $width × $height pixels', (size) => {
  test.each(models)('all of $name is in view and legible', async ({ path, text }) => {
    const panel = await openPanel(browser, { theme: 'dark', text, path, size });
    await expect.poll(() => measureLegibility(panel.page)).toMatchObject({ boxes: boxCount(panel), ...nothingWrong });
    const { boxes, smallestText } = await measureLegibility(panel.page);
    expect(boxes).toBeLessThanOrEqual(45);
    expect(smallestText).toBeGreaterThanOrEqual(9);
    await panel.close();
  });
});

test('the graph turns with the pane until the user moves it', async () => {
  const { path, text } = models.find(({ name }) => name === 'lesson.bp')!;
  const panel = await openPanel(browser, { theme: 'dark', text, path, size: sizes[1]! });
  const { page } = panel;
  const direction = () => page.locator('.canvas').getAttribute('data-direction');
  await expect.poll(direction).toBe('down');
  await page.setViewportSize({ width: 1100, height: 420 });
  await expect.poll(direction).toBe('right');
  await expect.poll(() => measureLegibility(page)).toMatchObject({ boxes: boxCount(panel), outside: [] });
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.setViewportSize(sizes[1]!);
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(sizes[1]!.width);
  await expect.poll(direction).toBe('right');
  await page.getByRole('button', { name: 'Fit to view' }).click();
  await expect.poll(direction).toBe('down');
  await expect.poll(() => measureLegibility(page)).toMatchObject({ boxes: boxCount(panel), outside: [] });
  await panel.close();
});
