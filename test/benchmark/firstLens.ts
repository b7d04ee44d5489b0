/**
 * Measures how soon the first lens stands in a VS Code that has the extension installed, and where the time goes: each step
 * by the clock of the log that tells of it. Run by `npm run bench:lens` after `npm run package`.
 */

import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../scripts/chromium.ts';
import { dist, examples, vsix } from '../../scripts/paths.ts';
import { installExtension, quietSettings, writeSettings } from '../../scripts/vscodeProfile.ts';
import { startVSCode } from '../../scripts/vscodeServer.ts';
import { type Spread, spreadOf } from './spread.ts';
import { alignedTable } from './tables.ts';

const windows = 8;

/** In milliseconds: how long a window is left alone before the model is opened in it, until nothing else is under way. */
const calm = 4_000;
/** In milliseconds: how long a log may take to be written. */
const delayOfLogs = 1_500;

type Log = 'remoteexthost.log' | 'Backprop Lens.log';

/** What happens until the lens stands, in order, and the words that tell of it in a log of the window. */
const steps: readonly { readonly step: string; readonly log: Log; readonly words: string }[] = [
  { step: 'the extension is activated', log: 'remoteexthost.log', words: '_doActivateExtension backprop-lens' },
  { step: 'the server is asked to start', log: 'Backprop Lens.log', words: "Sending request 'initialize" },
  { step: 'the server has started', log: 'Backprop Lens.log', words: "Received response 'initialize" },
  { step: 'it is told of the model', log: 'Backprop Lens.log', words: "Sending notification 'textDocument/didOpen" },
  { step: 'its numbers are there', log: 'Backprop Lens.log', words: "Received notification 'backprop/result" },
  { step: 'VS Code asks for lenses', log: 'Backprop Lens.log', words: "Sending request 'textDocument/codeLens" },
  { step: 'VS Code has lenses', log: 'Backprop Lens.log', words: "Received response 'textDocument/codeLens" },
];

const profile = await mkdtemp(join(tmpdir(), 'vscode-lens-'));
const folder = join(profile, 'models');
const logs = join(profile, 'data', 'data', 'logs');
await mkdir(folder);
await cp(join(examples, 'lesson.bp'), join(folder, 'lesson.bp'));
await writeSettings(profile, quietSettings);
await installExtension(profile, vsix);
const server = await startVSCode({ profile });
const browser = await launchChromium();
const runs: (readonly number[])[] = [];
for (let run = 0; run < windows; run++) runs.push(await timesIn(browser));
await browser.close();
await server.stop();
await rm(profile, { recursive: true, force: true, maxRetries: 5 });

const figures = [...steps.map(({ step }) => step), 'a lens stands'].map((step, i) => ({
  step,
  /** Since activation, in milliseconds. */
  since: spreadOf(runs.map((times) => times[i] - times[0])) satisfies Spread,
}));
const rows = figures.map(({ step, since: { median, max } }) => [step, `${median} ms`, `${max} ms`]);
console.log(alignedTable([[`${windows} windows, since activation`, 'median', 'longest'], ...rows]));
await mkdir(join(dist, 'benchmark'), { recursive: true });
await writeFile(join(dist, 'benchmark', 'firstLens.json'), `${JSON.stringify(figures, undefined, 2)}\n`);

/** When each step is taken in a new window, and when the lens stands. */
async function timesIn(browser: Browser): Promise<readonly number[]> {
  const page = await browser.newPage();
  const payload = JSON.stringify([['logLevel', 'backprop-lens.backprop-lens=trace']]);
  await page.goto(`${server.address}/?${new URLSearchParams({ folder, payload })}`);
  const model = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'lesson.bp' });
  await model.waitFor();
  await page.waitForTimeout(calm);
  await model.dblclick();
  await page.locator('.codelens-decoration a').first().waitFor();
  const stands = Date.now();
  await page.waitForTimeout(delayOfLogs);
  await page.close();
  const times = await Promise.all(steps.map(async ({ log, words }) => timeOf(words, await newest(log))));
  return [...times, stands];
}

/** The log of this name that was begun last: every line begins with its time. */
async function newest(log: Log): Promise<string> {
  const files = (await readdir(logs, { recursive: true })).filter((file) => file.endsWith(log));
  const texts = await Promise.all(files.map((file) => readFile(join(logs, file), 'utf8')));
  return texts.sort().at(-1) ?? '';
}

function timeOf(words: string, log: string): number {
  const line = log.split('\n').find((line) => line.includes(words));
  if (line === undefined) throw new Error(`no log says: ${words}`);
  return new Date(line.slice(0, '2000-01-01 00:00:00.000'.length)).getTime();
}
