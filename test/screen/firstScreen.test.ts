/** First contact at 1280 × 800: the lesson with its graph beside it, after `npm start` and after Get Started. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';
import { dist } from '../../scripts/paths.ts';
import { startFirstScreen } from '../../scripts/vscode/firstScreen.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const size = { width: 1280, height: 800 };
const opened: Workbench[] = [];

afterAll(() => Promise.all(opened.map((workbench) => workbench.close())));

/** Waits until the graph of the lesson is complete and in view, beside its text. */
async function lessonWithGraph(page: Page): Promise<void> {
  await page.locator('.codelens-decoration', { hasText: 'q = 3 · ∂L/∂q = 16' }).waitFor();
  const frame = page.frameLocator('iframe.webview').frameLocator('#active-frame');
  await expect.poll(() => frame.locator('.graph-node .body').count()).toBe(8);
  const isInView = async () => {
    const [pane, ...boxes] = await frame.locator('.canvas, .graph-node .body').evaluateAll((elements) =>
      elements.map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { left, top, right, bottom };
      }),
    );
    return boxes.every(
      ({ left, top, right, bottom }) =>
        left >= pane!.left && top >= pane!.top && right <= pane!.right && bottom <= pane!.bottom,
    );
  };
  await expect.poll(isInView).toBe(true);
  const text = await page.locator('.editor-instance .monaco-editor').boundingBox();
  const graph = await page.locator('iframe.webview').boundingBox();
  expect(text!.x + text!.width).toBeLessThanOrEqual(graph!.x);
}

test('npm start opens the lesson with its graph beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bp-start-'));
  const server = await startFirstScreen({ profile: folder });
  const browser = await chromium.connect(inject('workerSetups')[0]!.chromiumAddress);
  try {
    const page = await browser.newPage({ viewport: size });
    page.setDefaultTimeout(120_000);
    await page.goto(server.url);
    await lessonWithGraph(page);
    await expect
      .poll(() =>
        page.locator('.tab').evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('aria-label')?.split(',')[0])),
      )
      .toEqual(['lesson.bp', 'Graph of lesson.bp']);
    await page.screenshot({ path: join(dist, 'screenshots', 'first-screen-start.png') });
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('Get Started opens the lesson with its graph beside it', async () => {
  const workbench = await openWorkbench({ files: { 'notes.txt': '' }, isOwn: true });
  opened.push(workbench);
  await workbench.page.setViewportSize(size);
  await workbench.run('Backprop: Get Started');
  await lessonWithGraph(workbench.page);
  await expect.poll(() => workbench.lines()).toContain('param x = -2');
  await workbench.screenshots('first-screen');
});
