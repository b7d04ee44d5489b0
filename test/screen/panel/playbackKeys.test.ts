/** Keyboard focus in the panel during a playback. */
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

test('Escape first closes a hover, then ends the playback', async () => {
  const { page } = panel;
  const card = page.locator('.hover-card');
  const step = page.locator('.step-card');
  await page.getByRole('button', { name: 'Next node', exact: true }).click();
  await step.waitFor();
  await page.locator('.graph-node .body[aria-label^="param x"]').focus();
  await card.waitFor();
  await page.keyboard.press('Escape');
  await card.waitFor({ state: 'hidden' });
  await expect.poll(() => step.isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await step.waitFor({ state: 'hidden' });
});

test('an arrow key on a node without further wires does not move the playback', async () => {
  const { page } = panel;
  await page.getByRole('button', { name: 'Next node', exact: true }).click();
  const part = page.locator('.playback-phases [aria-current]');
  await expect.poll(() => part.textContent()).toMatch(/^forward 1 of/);
  await page.locator('.graph-node .body[aria-label^="L:"]').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => part.textContent()).toMatch(/^forward 1 of/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
});
