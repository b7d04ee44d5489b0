/** The fit of a model of one input, as Chromium draws it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../../scripts/chromium.ts';
import { examples } from '../../../../scripts/paths.ts';
import { openPanel } from '../../../support/panel/openPanel.ts';

const text = readFileSync(join(examples, 'linear-regression.bp'), 'utf8');

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

const fitName = (page: Page): Promise<string | null> => page.locator('.fit-area').getAttribute('aria-label');

/** The centers of the circles in a path, and the ends of the curve, in pixels. */
const drawn = (page: Page) =>
  page.evaluate(() => {
    const pathOf = (className: string) => document.querySelector<SVGPathElement>(`.fit-drawing .${className}`)!;
    const circles = pathOf('fit-points').getAttribute('d')!.split('M').slice(1);
    const centers = circles.map((circle) => {
      const [left = 0, y = 0] = circle.split('a')[0]!.split(',').map(Number);
      return { x: left + Number(circle.split('a')[1]!.split(',')[0]), y };
    });
    const curve = pathOf('fit-curve');
    const [start, end] = [curve.getPointAtLength(0), curve.getPointAtLength(curve.getTotalLength())];
    return { centers, ends: [start, end].map(({ x, y }) => ({ x, y })) };
  });

test('the line of the linear regression is drawn in the scale of its samples, and follows the training', async () => {
  const { page, close } = await openPanel(browser, { theme: 'dark', text, size: { width: 1280, height: 800 } });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await button('Train').click();
  await expect
    .poll(() => fitName(page))
    .toBe('predicted as a function of x, from 0.35 at 0.7 to 2.15 at 4.3; 4 samples; y from 3.1 to 8.8');
  const { centers, ends } = await drawn(page);
  const [first, , , last] = centers;
  const pixelsPerX = (last!.x - first!.x) / 3;
  const pixelsPerY = (last!.y - first!.y) / (8.8 - 3.1);
  for (const [index, [x, y]] of [
    [0.7, 0.35],
    [4.3, 2.15],
  ].entries()) {
    expect(Math.abs(ends[index]!.x - (first!.x + pixelsPerX * (x! - 1)))).toBeLessThan(0.5);
    expect(Math.abs(ends[index]!.y - (first!.y + pixelsPerY * (y! - 3.1)))).toBeLessThan(0.5);
  }
  // By hand: errors [2.6, 3.9, 5.7, 6.8], so a becomes 0.5 + 0.05 / 2 · 54.7 and b becomes 0.05 / 2 · 19.
  const [a, b] = [0.5 + 0.025 * 54.7, 0.025 * 19];
  await button('Step').click();
  const at = (x: number) => (a * x + b).toPrecision(4).replace(/0+$/, '');
  await expect.poll(() => fitName(page)).toContain(`from ${at(0.7)} at 0.7 to ${at(4.3)} at 4.3`);
  expect(await page.locator('.fit .divergence').count()).toBe(0);
  await close();
});

test('a diverging line leaves the plot, which says so and keeps its samples apart', async () => {
  const diverging = text.replace('lr = 0.05', 'lr = 10, holdout = 0.25');
  const { page, close } = await openPanel(browser, {
    theme: 'dark',
    text: diverging,
    size: { width: 1280, height: 800 },
  });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await button('Train').click();
  await expect.poll(() => fitName(page)).toContain('4 samples; 1 of them held out');
  const extent = async () => {
    const { centers } = await drawn(page);
    return Math.max(...centers.map(({ y }) => y)) - Math.min(...centers.map(({ y }) => y));
  };
  for (let step = 1; step <= 4; step++) {
    await button('Step').click();
    await expect.poll(() => page.locator('.state-line').textContent()).toContain(`step ${step} `);
  }
  await expect.poll(() => page.locator('.fit .divergence').textContent()).toBe('predicted: off the scale');
  expect(await extent()).toBeGreaterThan(50);
  await expect.poll(() => page.locator('.fit-drawing .held-out').getAttribute('d')).toMatch(/^M[^M]+$/);
  await close();
});
