/**
 * Measures how soon the first lens stands in a VS Code that has the extension installed, and where the time goes: each step
 * by the clock of the log that tells of it. Run by `npm run bench:lens` after `npm run package`.
 */

import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../scripts/chromium.ts';
import { examples, vsix } from '../../scripts/paths.ts';
import { installExtension, quietSettings, writeSettings } from '../../scripts/vscodeProfile.ts';
import { startVSCode } from '../../scripts/vscodeServer.ts';
import { medianOf, type Spread, spreadOf } from './spread.ts';
import { alignedTable } from './tables.ts';

const windows = 8;

/** In milliseconds: how long a window is left alone before the model is opened in it, until nothing else is under way. */
const calm = 4_000;
/** In milliseconds: how long a log may take to be written. */
const delayOfLogs = 1_500;

type Log = 'remoteexthost.log' | 'Backprop Lens.log';

interface Step {
  readonly step: string;
  /** The log of the window that tells of it, and in which words. */
  readonly log: Log;
  readonly words: string;
}

const told: Step = {
  step: 'it is told of the model',
  log: 'Backprop Lens.log',
  words: "Sending notification 'textDocument/didOpen",
};
const asked: Step = {
  step: 'VS Code asks for lenses',
  log: 'Backprop Lens.log',
  words: "Sending request 'textDocument/codeLens",
};

/** What happens until the lens stands, in order. */
const steps: readonly Step[] = [
  { step: 'the extension is activated', log: 'remoteexthost.log', words: '_doActivateExtension backprop-lens' },
  { step: 'the server is asked to start', log: 'Backprop Lens.log', words: "Sending request 'initialize" },
  { step: 'the server has started', log: 'Backprop Lens.log', words: "Received response 'initialize" },
  told,
  { step: 'its numbers are there', log: 'Backprop Lens.log', words: "Received notification 'backprop/result" },
  asked,
  { step: 'VS Code has lenses', log: 'Backprop Lens.log', words: "Received response 'textDocument/codeLens" },
];

export interface FirstLens {
  /** Each step since the activation, in milliseconds; the last one is that a lens stands. */
  readonly steps: readonly { readonly step: string; readonly since: Spread }[];
  /** When the lens stands, but for the time that VS Code lets pass between the opening of the model and its question: medians. */
  readonly own: number;
  readonly debounce: number;
}

export async function firstLens(): Promise<FirstLens> {
  const profile = await mkdtemp(join(tmpdir(), 'vscode-lens-'));
  const folder = join(profile, 'models');
  await mkdir(folder);
  await cp(join(examples, 'lesson.bp'), join(folder, 'lesson.bp'));
  await writeSettings(profile, quietSettings);
  await installExtension(profile, vsix);
  const server = await startVSCode({ profile });
  const browser = await launchChromium();
  const payload = JSON.stringify([['logLevel', 'backprop-lens.backprop-lens=trace']]);
  const address = `${server.address}/?${new URLSearchParams({ folder, payload })}`;
  const runs: (readonly number[])[] = [];
  for (let run = 0; run < windows; run++)
    runs.push(await timesIn(browser, address, join(profile, 'data', 'data', 'logs')));
  await browser.close();
  await server.stop();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });

  const debounces = runs.map((times) => times[steps.indexOf(asked)] - times[steps.indexOf(told)]);
  return {
    steps: [...steps.map(({ step }) => step), 'a lens stands'].map((step, i) => ({
      step,
      since: spreadOf(runs.map((times) => times[i] - times[0])),
    })),
    own: medianOf(runs.map((times, run) => times[steps.length] - times[0] - debounces[run])),
    debounce: medianOf(debounces),
  };
}

/** When each step is taken in a new window, and when the lens stands. */
async function timesIn(browser: Browser, address: string, logs: string): Promise<readonly number[]> {
  const page = await browser.newPage();
  await page.goto(address);
  const model = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'lesson.bp' });
  await model.waitFor();
  await page.waitForTimeout(calm);
  await model.dblclick();
  await page.locator('.codelens-decoration a').first().waitFor();
  const stands = Date.now();
  await page.waitForTimeout(delayOfLogs);
  await page.close();
  const times = await Promise.all(steps.map(async ({ log, words }) => timeOf(words, await newest(logs, log))));
  return [...times, stands];
}

/** The log of this name that was begun last: every line begins with its time. */
async function newest(logs: string, log: Log): Promise<string> {
  const files = (await readdir(logs, { recursive: true })).filter((file) => file.endsWith(log));
  const texts = await Promise.all(files.map((file) => readFile(join(logs, file), 'utf8')));
  return texts.sort().at(-1) ?? '';
}

function timeOf(words: string, log: string): number {
  const line = log.split('\n').find((line) => line.includes(words));
  if (line === undefined) throw new Error(`no log says: ${words}`);
  return new Date(line.slice(0, '2000-01-01 00:00:00.000'.length)).getTime();
}

if (import.meta.main) {
  const { steps, own, debounce } = await firstLens();
  const rows = steps.map(({ step, since: { median, max } }) => [step, `${median} ms`, `${max} ms`]);
  console.log(alignedTable([[`${windows} windows, since activation`, 'median', 'longest'], ...rows]));
  console.log(`without the ${debounce} ms that VS Code waits before it asks: ${own} ms`);
}
