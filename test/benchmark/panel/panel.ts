/**
 * The graph panel in a Chromium: time to draw a large graph, smoothness of panning, and main-thread time of an update.
 * The numbers are those of the real server. Run by `npm run bench:panel` after `npm run build`; names of parts after
 * `--` limit it to those.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { CollapseState } from '../../../protocol/panel/graph.ts';
import { launchChromium } from '../../../scripts/chromium.ts';
import { dist, examples } from '../../../scripts/paths.ts';
import { lenet, transformer } from '../../support/models/bigModels.ts';
import { longModel } from '../../support/models/longModel.ts';
import { framesDuring } from '../../support/panel/frames.ts';
import { type Recording, recordGraphs } from '../../support/panel/recordGraphs.ts';
import { type Cost, Replay } from '../../support/panel/replay.ts';

const size = { width: 1100, height: 760 };
/** A panel beside the text in a window of 1280 × 800. */
const besideText = { width: 466, height: 708 };
const expanded: CollapseState = { isCollapsed: false, except: [] };
const initialCollapseState: CollapseState = { isCollapsed: null, except: [] };
/** Numbers of lines of a model with 1,999 nodes, and of one with 100,000. */
const lines = { drawn: 405, collapsed: 20_150 };
const updateCount = 30;
/** Number of warm-up updates, while V8 compiles the code. */
const warmUp = 10;

/** Label of `openingFigures`. */
const openingLabel = 'sent to drawn, its longest task, its work, ms';

/** Rows of the table by label. */
type Figures = Readonly<Record<string, readonly number[]>>;

/** Parts of the benchmark by name. */
const parts: Readonly<Record<string, (browser: Browser) => Promise<Figures>>> = {
  large: largeGraph,
  collapsed: collapsedGraph,
  models: bigModels,
  updates,
};

const requested = process.argv.slice(2);
const browser = await launchChromium();
const figures: Record<string, readonly number[]> = {};
for (const [name, part] of Object.entries(parts)) {
  if (requested.length === 0 || requested.includes(name)) Object.assign(figures, await part(browser));
}
await browser.close();
console.log(tableOf(figures));
await mkdir(join(dist, 'benchmark'), { recursive: true });
await writeFile(join(dist, 'benchmark', 'panel.json'), `${JSON.stringify(figures, undefined, 2)}\n`);

async function largeGraph(browser: Browser): Promise<Figures> {
  const recording = await recordGraphs('/models/large.bp', longModel(lines.drawn), expanded, () => undefined);
  const replay = await Replay.of(browser, recording.uri, size);
  const opening = await replay.open(recording.first);
  const { page } = replay;
  const far = await framesDuring(page, () => dragAndZoom(page));
  for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -240);
  await setTimeout(500);
  const near = await framesDuring(page, () => dragAndZoom(page));
  await replay.close();
  const name = `${recording.first.structure?.nodes.length} nodes`;
  return {
    [`${name}: ${openingLabel}`]: openingFigures(opening),
    [`${name}, from far away: frames a second, p95 of a frame, ms`]: smoothness(far),
    [`${name}, from near: frames a second, p95 of a frame, ms`]: smoothness(near),
  };
}

async function collapsedGraph(browser: Browser): Promise<Figures> {
  const recording = await recordGraphs(
    '/models/huge.bp',
    longModel(lines.collapsed),
    initialCollapseState,
    () => undefined,
  );
  const replay = await Replay.of(browser, recording.uri, size);
  const opening = await replay.open(recording.first);
  await replay.close();
  const count = recording.first.structure?.nodes.reduce((total, node) => total + node.size, 0);
  return { [`${count} nodes, collapsed: ${openingLabel}`]: openingFigures(opening) };
}

/** Opening a convolutional network and a transformer beside the text, and an update of their numbers. */
async function bigModels(browser: Browser): Promise<Figures> {
  const figures: Record<string, readonly number[]> = {};
  for (const [name, text] of Object.entries({ lenet, transformer })) {
    const recording = await recordGraphs(`/models/${name}.bp`, text, initialCollapseState, ({ length }) =>
      length < updateCount + warmUp ? text.replace('lr = 0.01', `lr = 0.01${length + 1}`) : undefined,
    );
    const replay = await Replay.of(browser, recording.uri, besideText);
    figures[`${name}: ${openingLabel}`] = openingFigures(await replay.open(recording.first));
    const costs = (await replay.sendAll(recording.graphs)).slice(warmUp);
    await replay.close();
    figures[`${name}, an update: median, p95, ms`] = [quantile(costs, 0.5), quantile(costs, 0.95)];
  }
  return figures;
}

function openingFigures({ untilDrawn, longestTask, work }: Cost): readonly number[] {
  return [untilDrawn, longestTask, work];
}

async function updates(browser: Browser): Promise<Figures> {
  const figures: Record<string, readonly number[]> = {};
  for (const file of readdirSync(examples).filter((name) => name.endsWith('.bp'))) {
    const recording = await typed(join(examples, file));
    // All numbers of an example may be read from files.
    if (recording === undefined) continue;
    const { uri, first, graphs } = recording;
    const { structureVersion } = first;
    const kinds = {
      'numbers alone': graphs.map((graph) => ({ ...graph, structureVersion, structure: null })),
      'a digit typed': graphs,
    };
    for (const [kind, pushes] of Object.entries(kinds)) {
      const replay = await Replay.of(browser, uri, size);
      await replay.open(first);
      const costs = (await replay.sendAll(pushes)).slice(warmUp);
      await replay.close();
      figures[`${file}, ${kind}: median, p95, ms`] = [quantile(costs, 0.5), quantile(costs, 0.95)];
    }
  }
  return figures;
}

/** An example in which one digit is typed repeatedly, which changes only numbers; undefined if it defines no number. */
async function typed(path: string): Promise<Recording | undefined> {
  // Random params have no digits.
  const text = readFileSync(path, 'utf8').replace('b[3] ~ zeros()', 'b = [0, 0, 0]');
  const [number] = text.matchAll(/(?<=^(?:(?:param|const|data) )?\w+ = [^(\n]*?)\b\d+(\.\d+)?/gm);
  if (!number) return undefined;
  const [before, after] = [text.slice(0, number.index), text.slice(number.index + number[0].length)];
  return recordGraphs(path, text, initialCollapseState, ({ length }) =>
    length < updateCount + warmUp ? `${before}${Number(number[0]) + 0.01 * (length + 1)}${after}` : undefined,
  );
}

/** Pans the graph, then zooms in and out at one point, as a user would. */
async function dragAndZoom(page: Page): Promise<void> {
  const [x, y] = [size.width / 2, size.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 90; i++) {
    await page.mouse.move(x + 200 * Math.sin(i / 15), y + 120 * Math.sin(i / 10));
    await setTimeout(12);
  }
  await page.mouse.up();
  for (let i = 0; i < 60; i++) {
    await page.mouse.wheel(0, i % 30 < 15 ? -40 : 40);
    await setTimeout(12);
  }
}

/** Frames per second, and the 95th percentile of a frame in milliseconds. */
function smoothness(frames: readonly number[]): readonly number[] {
  const mean = frames.reduce((total, frame) => total + frame, 0) / frames.length;
  return [1000 / mean, quantile(frames, 0.95)];
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

function tableOf(figures: Figures): string {
  const width = Math.max(...Object.keys(figures).map((name) => name.length));
  return Object.entries(figures)
    .map(([name, row]) => name.padEnd(width) + row.map((figure) => figure.toFixed(1).padStart(9)).join(''))
    .join('\n');
}
