/** The confusion matrix as Chromium draws it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../../scripts/chromium.ts';
import { examples } from '../../../../scripts/paths.ts';
import { openPanel } from '../../../support/panel/openPanel.ts';
import { type ThemeKind, themes } from '../../../support/panel/themes.ts';

const size = { width: 1280, height: 800 };
const path = join(examples, 'iris.bp');
const text = readFileSync(path, 'utf8');

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

const summary = (page: Page): Promise<string | null> =>
  page.locator('.confusion figcaption > :last-child').textContent();
const counts = async (page: Page): Promise<readonly number[]> =>
  (await page.locator('.confusion tbody td').allTextContents()).map(Number);

async function run(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('full speed');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect.poll(() => page.locator('.state-line').textContent()).toMatch(/done$/);
}

test('the matrix of the irises follows the training, and its diagonal is the accuracy', async () => {
  const { page, close } = await openPanel(browser, { theme: 'dark', text, path, size });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  // All logits are 0, so the first class is predicted for the fifty samples of each.
  await expect.poll(() => counts(page)).toEqual([50, 0, 0, 50, 0, 0, 50, 0, 0]);
  expect(await summary(page)).toBe('50 of 150 training samples are correct');
  await run(page);
  const accuracy = () => page.locator('.chart').nth(1).locator('li b').textContent();
  const correct = async () => Number(/^\d+/.exec((await summary(page)) ?? '')?.[0]);
  await expect.poll(correct).toBe(Math.round(150 * Number(await accuracy())));
  const [a = 0, , , , e = 0, , , , i = 0] = await counts(page);
  expect(a + e + i).toBe(await correct());
  const table = page.getByRole('table', { name: 'Confusion matrix of the training samples' });
  expect(await table.getByRole('columnheader').allTextContents()).toEqual([
    'predicted species',
    'setosa',
    'versicolor',
    'virginica',
  ]);
  expect(await table.getByRole('rowheader').allTextContents()).toEqual([
    'true species',
    'setosa',
    'versicolor',
    'virginica',
  ]);
  expect(await table.getByRole('cell').nth(2).getAttribute('title')).toBe(
    `${a} of 50 samples of setosa are predicted as setosa`,
  );
  await close();
});

test('a menu chooses among the surface and the samples that are counted', async () => {
  const moons = join(examples, 'two-moons.bp');
  const heldOut = readFileSync(moons, 'utf8').replace('seed = 1', 'seed = 1, holdout = 0.25');
  const { page, close } = await openPanel(browser, { theme: 'light', text: heldOut, path: moons, size });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const menu = page.getByRole('combobox', { name: 'Predictions' });
  await menu.waitFor();
  expect(await menu.locator('option').allTextContents()).toEqual([
    'logits as a function of x1 and x2',
    'Confusion matrix of the held-out samples',
    'Confusion matrix of the training samples',
  ]);
  expect(await page.locator('.surface canvas').count()).toBe(1);
  const totals: number[] = [];
  for (const samples of ['held-out', 'training']) {
    await menu.selectOption(`Confusion matrix of the ${samples} samples`);
    await page.getByRole('table', { name: `Confusion matrix of the ${samples} samples` }).waitFor();
    totals.push((await counts(page)).reduce((sum, count) => sum + count));
  }
  expect(totals).toEqual([50, 150]);
  await menu.selectOption('logits as a function of x1 and x2');
  await page.locator('.surface canvas').waitFor();
  await close();
});

/** The lowest contrast of a count and its cell, and the widest count that is cut. */
const legibility = (page: Page) =>
  page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const luminance = (color: string): number => {
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      const channels = [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((byte) => {
        const share = byte / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]!;
    };
    const cells = [...document.querySelectorAll<HTMLElement>('.confusion tbody td')];
    const contrasts = cells.map((cell) => {
      const { color, backgroundColor } = getComputedStyle(cell);
      const [low = 0, high = 0] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    });
    const cut = cells.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length;
    return { contrast: Math.min(...contrasts), cut, size: getComputedStyle(cells[0]!).fontSize };
  });

test.each(Object.keys(themes) as ThemeKind[])(
  'twenty classes are legible in a %s theme, and more are refused',
  async (theme) => {
    const modelOf = (classCount: number) => {
      const labels = Array.from({ length: 10 * classCount }, (_, i) => i % classCount);
      return `data X = ${JSON.stringify(labels.map((label) => [Math.sin(label), Math.cos(label), 1]))}
data digit = ${JSON.stringify(labels)}
param W[3, ${classCount}] ~ glorot()
loss L = cross_entropy(X @ W, digit)
train adam(lr = 0.3, epochs = 60)`;
    };
    const { page, edit, close } = await openPanel(browser, { theme, text: modelOf(20), size });
    const train = page.getByRole('button', { name: 'Train', exact: true });
    await train.click();
    await expect.poll(() => page.locator('.confusion tbody td').count()).toBe(400);
    await run(page);
    await expect.poll(() => summary(page)).toMatch(/^(\d\d|1\d\d|200) of 200 /);
    const { contrast, cut, size: fontSize } = await legibility(page);
    expect(contrast).toBeGreaterThanOrEqual(4.5);
    expect({ cut, fontSize }).toEqual({ cut: 0, fontSize: '11px' });
    const area = page.locator('.confusion-area');
    expect(await area.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(true);
    await edit(modelOf(21));
    await page.getByRole('button', { name: 'Start again' }).click();
    await expect
      .poll(() => page.locator('.no-surface').textContent())
      .toBe(
        'No decision surface: X @ W is not a single number per sample. No confusion matrix: digit has 21 classes, and at most 20 are shown.',
      );
    await close();
  },
);
