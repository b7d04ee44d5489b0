/** The tensor viewer: pictures, table and sorted list of a node's elements, their slices, and what is copied. */

import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../../scripts/chromium.ts';
import { type OpenPanel, openPanel } from '../../support/panel/openPanel.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

const small = 'param W = [[0.5, -0.25], [1000, 0]]\nloss L = sum(W * W)';
const images = 'param X[3, 2, 8, 8] ~ normal()\nh = X * 2\nloss L = mean(h^2)';

function open(text: string): Promise<OpenPanel> {
  return openPanel(browser, { theme: 'dark', text, size: { width: 560, height: 640 } });
}

async function view({ page }: OpenPanel, description: string): Promise<Locator> {
  await page.locator(`.graph-node .body[aria-label^="${description}"]`).focus();
  await page.keyboard.press('v');
  return page.getByRole('dialog');
}

const texts = (cells: Locator): Promise<string[]> => cells.allTextContents();

test('a small matrix is shown as numbers, each above its gradient, and follows the text', async () => {
  const panel = await open(small);
  const viewer = await view(panel, 'param W');
  const numbers = () => texts(viewer.locator('td span'));
  await expect.poll(numbers).toEqual(['0.5', '1', '−0.25', '−0.5', '1000', '2000', '0', '0']);
  await panel.edit(small.replace('0.5', '0.75'));
  await expect.poll(numbers).toEqual(['0.75', '1.5', '−0.25', '−0.5', '1000', '2000', '0', '0']);
  await panel.close();
});

test('the list is sorted by the magnitude of value or gradient', async () => {
  const panel = await open('param w = [1, -3, 2]\nconst c = [9, 0, 1]\nloss L = sum(c * w)');
  const viewer = await view(panel, 'param w');
  await viewer.getByRole('button', { name: 'Sorted' }).click();
  const rows = () => texts(viewer.locator('tbody th'));
  await expect.poll(rows).toEqual(['[1]', '[2]', '[0]']);
  await viewer.getByRole('button', { name: '∂L/∂w' }).click();
  await expect.poll(rows).toEqual(['[0]', '[2]', '[1]']);
  await viewer.getByRole('button', { name: '∂L/∂w' }).click();
  await expect.poll(rows).toEqual(['[1]', '[2]', '[0]']);
  await panel.close();
});

describe('images', () => {
  test('are side by side, with value and gradient of the element under the pointer', async () => {
    const panel = await open(images);
    const viewer = await view(panel, 'h:');
    const pictures = viewer.getByRole('img');
    await expect.poll(() => pictures.count()).toBe(2);
    await expect.poll(() => texts(viewer.locator('select'))).toHaveLength(2);
    await pictures.first().hover({ position: { x: 2, y: 2 } });
    const readout = () => viewer.locator('.readout').textContent();
    await expect.poll(readout).toMatch(/^\[0, 0, 0, 0\] h = [\d.−]+ · ∂L\/∂h = [\d.e−]+$/);
    const firstImage = await readout();
    await viewer.getByLabel('axis 0').selectOption('2');
    await pictures.first().hover({ position: { x: 3, y: 3 } });
    await expect.poll(readout).toMatch(/^\[2, 0, 0, 0\]/);
    expect(await readout()).not.toBe(firstImage);
    await panel.close();
  });

  test('have a table for each channel of each sample', async () => {
    const panel = await open(images);
    const viewer = await view(panel, 'param X');
    await viewer.getByRole('button', { name: 'Table' }).click();
    const firstCell = () => viewer.locator('td span').first().textContent();
    await expect.poll(firstCell).toMatch(/^−?\d+\.\d+$/);
    const before = await firstCell();
    await viewer.getByLabel('axis 1').selectOption('1');
    await expect.poll(firstCell).not.toBe(before);
    await panel.close();
  });
});

test('only the visible cells of a large table exist, and scrolling shows the last one', async () => {
  const panel = await open('param X[300, 200] ~ normal()\nloss L = mean(X^2)');
  const viewer = await view(panel, 'param X');
  await viewer.getByRole('button', { name: 'Table' }).click();
  await expect.poll(() => viewer.locator('td span').count()).toBeGreaterThan(50);
  expect(await viewer.locator('td span').count()).toBeLessThan(1000);
  await viewer.locator('.tensor-table').evaluate((table) => table.scrollTo(1e6, 1e6));
  await expect.poll(() => texts(viewer.locator('tbody th'))).toContain('299');
  await expect.poll(() => texts(viewer.locator('thead th'))).toContain('199');
  await panel.close();
});

test('elements are copied as NumPy source', async () => {
  const panel = await open(small);
  const viewer = await view(panel, 'param W');
  for (const item of ['Copy the value', 'Copy the gradient']) {
    await viewer.getByRole('button', { name: 'NumPy' }).click();
    await viewer.getByRole('menuitem', { name: item }).click();
  }
  const copied = () => panel.messages.flatMap((message) => (message.kind === 'copy' ? [message.text] : []));
  await expect
    .poll(copied)
    .toEqual([
      'W = np.array([[0.5, -0.25],\n              [1000.0, 0.0]])',
      'd_W = np.array([[1.0, -0.5],\n                [2000.0, 0.0]])',
    ]);
  await panel.close();
});

test('Escape closes it and the focus returns to the node', async () => {
  const panel = await open(small);
  const viewer = await view(panel, 'param W');
  await viewer.waitFor();
  await panel.page.keyboard.press('Escape');
  await expect.poll(() => viewer.count()).toBe(0);
  const focused = () => panel.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(focused).toMatch(/^param W/);
  await panel.close();
});

test('the button on a node opens it', async () => {
  const panel = await open(small);
  await panel.page.locator('.graph-node .body[aria-label^="param W"]').hover();
  await panel.page.getByRole('button', { name: 'View the elements of W' }).click();
  await panel.page.getByRole('dialog', { name: 'W [2×2]' }).waitFor();
  await panel.close();
});
