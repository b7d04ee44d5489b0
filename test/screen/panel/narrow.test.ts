/** The panel beside the text at 900 × 600, and at 200 % zoom in windows of 1280 × 800 and 900 × 600: no control is lost or cut. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../scripts/chromium.ts';
import { dist, examples } from '../../../scripts/paths.ts';
import { openPanel } from '../../support/panel/openPanel.ts';

const sizes = [
  { width: 426, height: 508 },
  { width: 233, height: 354 },
  { width: 213, height: 254 },
];

const path = join(examples, 'two-moons.bp');
const text = readFileSync(path, 'utf8');

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** The controls that are outside the page or below another element, even after scrolling to them. */
function unreachable(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('button, select, input, .objective, .state-line'))
      .filter((control) => control.checkVisibility({ visibilityProperty: true }) && control.offsetWidth > 1)
      .filter((control) => control.closest('.graph-node, .graph-frame, .visually-hidden') === null)
      .filter((control) => {
        control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        const { left, top, right, bottom } = control.getBoundingClientRect();
        const isInside = left >= 0 && top >= 0 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return !isInside || !(hit !== null && (control.contains(hit) || hit.contains(control)));
      })
      .map((control) => control.getAttribute('aria-label') ?? control.textContent ?? ''),
  );
}

test.each(sizes)('every control is reachable in a pane of $width × $height pixels', async (size) => {
  const { page, close } = await openPanel(browser, { theme: 'dark', text, path, size });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const check = async (state: string) => {
    await expect.poll(() => unreachable(page), { message: state }).toEqual([]);
    await page.evaluate(() => document.querySelector('.top-bar')?.scrollIntoView());
    await page.screenshot({ path: join(dist, 'screenshots', `narrow-${size.width}-${state}.png`) });
  };
  await check('graph');
  for (let step = 0; step < 6; step++) await button('Next node').click();
  await page.locator('.step-card').waitFor();
  await check('playback');
  await button('Stop playback').click();
  await button('Train').click();
  await button('Run').click();
  await button('Stop').click();
  await page
    .getByText(/paused/)
    .first()
    .waitFor();
  await check('training');
  await button('Close').click();
  await page.locator('.close-question').waitFor();
  await check('closing');
  await close();
});
