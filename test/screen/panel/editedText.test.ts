/** The graph panel during edits: unchanged nodes keep their layout. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../scripts/chromium.ts';
import { type OpenPanel, openPanel } from '../../support/panel/openPanel.ts';
import { lesson } from '../support/lesson.ts';

let browser: Browser;
let panel: OpenPanel;

beforeAll(async () => {
  browser = await launchChromium();
  panel = await openPanel(browser, { theme: 'dark', text: lesson });
});

afterAll(async () => {
  await panel.close();
  await browser.close();
});

test('an edit does not redraw unchanged nodes', async () => {
  const { page } = panel;
  const bodies = page.locator('.graph-node .body');
  const before = await bodies.elementHandles();
  const zoomOf = () => page.locator('.react-flow__viewport').evaluate((port) => port.style.transform.split('scale')[1]);
  // Nodes out of view are not drawn, so the canvas is not zoomed in.
  await page.getByRole('button', { name: 'Zoom out' }).click();
  const zoom = await zoomOf();
  await panel.edit(`${lesson}\nmore = q * 2\n`);
  await page.locator('.graph-node .body[aria-label^="more:"]').waitFor({ state: 'attached' });
  for (const body of before) expect(await body.evaluate((element) => element.isConnected)).toBe(true);
  await expect.poll(() => bodies.count()).toBe(before.length + 1);
  await expect.poll(() => zoomOf()).toBe(zoom);
});
