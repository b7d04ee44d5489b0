/**
 * Smoothness of scrubbing in the panel: in each example the first scrubbable number is dragged back and forth in a
 * Chromium, and the frames with updates are counted. Run by `npm run bench:scrub` after `npm run build`.
 */

import { globSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../../scripts/chromium.ts';
import { dist, examples } from '../../../scripts/paths.ts';
import { noteFollowingFrames } from '../../support/panel/followingFrames.ts';
import { openPanel } from '../../support/panel/openPanel.ts';

/** Durations of the drags in milliseconds; the first drag is a warm-up and is not counted. */
const warmUp = 1_000;
const dragTime = 3_000;
/** Distance of a drag to either side, in pixels. */
const reach = 200;

interface Figures {
  readonly example: string;
  readonly nodes: number;
  /** Null if no number can be dragged. */
  readonly drag: Drag | null;
}

interface Drag {
  readonly number: string;
  /** Frames with updates, per second. */
  readonly frames: number;
  /** Time between two such frames, in milliseconds. */
  readonly gap: { readonly median: number; readonly p95: number };
}

const browser = await launchChromium();
const figures: Figures[] = [];
for (const path of globSync(join(examples, '*.bp')).sort()) figures.push(await measured(browser, path));
await browser.close();
console.log(tableOf(figures));
await mkdir(join(dist, 'benchmark'), { recursive: true });
await writeFile(join(dist, 'benchmark', 'scrub.json'), `${JSON.stringify(figures, undefined, 2)}\n`);

async function measured(browser: Browser, path: string): Promise<Figures> {
  const panel = await openPanel(browser, { theme: 'dark', text: readFileSync(path, 'utf8'), path });
  const { page } = panel;
  await page.locator('.mark.value').first().waitFor({ state: 'attached' });
  const leaf = page.locator('.graph-node', { has: page.locator('[role="spinbutton"]') }).first();
  const number = leaf.locator('[role="spinbutton"]');
  const nodes = await page.locator('.graph-node').count();
  const example = basename(path);
  if ((await number.count()) === 0) {
    await panel.close();
    return { example, nodes, drag: null };
  }
  await zoomUntilDrawn(page, leaf, number);
  const [left, top] = await middleOf(number);
  await page.mouse.move(left, top);
  await page.mouse.down();
  await drag(page, left, top, warmUp);
  const end = await noteFollowingFrames(page);
  const start = performance.now();
  await drag(page, left, top, dragTime);
  const seconds = (performance.now() - start) / 1_000;
  const frames = await end();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  const gaps = frames
    .slice(1)
    .map((time, i) => time - frames[i])
    .sort((a, b) => a - b);
  const at = (share: number): number => gaps[Math.floor(gaps.length * share)] ?? Number.POSITIVE_INFINITY;
  const name = (await number.getAttribute('aria-label')) ?? '';
  await panel.close();
  return {
    example,
    nodes,
    drag: { number: name, frames: frames.length / seconds, gap: { median: at(0.5), p95: at(0.95) } },
  };
}

/** Zooms in, as numbers are not drawn at a small scale. */
async function zoomUntilDrawn(page: Page, leaf: Locator, number: Locator): Promise<void> {
  await page.mouse.move(...(await middleOf(leaf)));
  while (!(await number.isVisible())) {
    await page.mouse.wheel(0, -100);
    await setTimeout(100);
  }
}

async function middleOf(element: Locator): Promise<[number, number]> {
  const { x, y, width, height } = (await element.boundingBox())!;
  return [x + width / 2, y + height / 2];
}

/** Drags back and forth, one step for each move. */
async function drag(page: Page, left: number, top: number, time: number): Promise<void> {
  const start = performance.now();
  for (let step = 1; performance.now() - start < time; step++) {
    const position = (4 * step) % (4 * reach);
    const from = position < 2 * reach ? position - reach : 3 * reach - position;
    await page.mouse.move(left + from, top);
  }
}

function tableOf(all: readonly Figures[]): string {
  const rows = all.map(({ example, nodes, drag }) => {
    const of = `${example.padEnd(24)} ${String(nodes).padStart(4)} nodes   `;
    if (drag === null) return `${of}no number that can be dragged`;
    const { number, frames, gap } = drag;
    return `${of}${number.padEnd(8)} ${frames.toFixed(0).padStart(3)} frames/s · gap ${gap.median.toFixed(0)} ms, p95 ${gap.p95.toFixed(0)} ms`;
  });
  return rows.join('\n');
}
