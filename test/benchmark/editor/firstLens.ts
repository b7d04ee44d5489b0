/**
 * Time from opening a model to its first lens in a VS Code with the extension installed, split into steps by the
 * timestamps in the logs, alternating with an extension that does nothing but show a lens. Run by `npm run bench:lens`
 * after `npm run package`.
 */

import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../../scripts/chromium.ts';
import { examples, vsix } from '../../../scripts/paths.ts';
import { distractionFreeSettings, installExtension, writeSettings } from '../../../scripts/vscode/profile.ts';
import { startVSCode } from '../../../scripts/vscode/server.ts';
import { paintedAt } from '../../support/panel/painted.ts';
import { medianOf, type Spread, spreadOf } from '../report/spread.ts';
import { alignedTable } from '../report/tables.ts';

/** Number of windows in which each extension is measured. */
const windows = 8;

/** Time in milliseconds for a new window to become idle before a file is opened. */
const idleTime = 4_000;
/** Time in milliseconds for the logs to be written. */
const delayOfLogs = 1_500;

interface Step {
  readonly step: string;
  /** The log that records the step, and the words in it. */
  readonly log: 'remoteexthost.log' | 'Backprop Lens.log' | 'Trivial Lens.log';
  readonly words: string;
}

/** An extension: the file in which it shows a lens, and the steps until then, in order. */
interface Measured {
  readonly file: string;
  readonly steps: readonly Step[];
}

const ours: Measured = {
  file: 'lesson.bp',
  steps: [
    {
      step: 'the extension is activated',
      log: 'remoteexthost.log',
      words: '_doActivateExtension backprop-lens.backprop-lens',
    },
    { step: 'the server is asked to start', log: 'Backprop Lens.log', words: "Sending request 'initialize" },
    { step: 'the server has started', log: 'Backprop Lens.log', words: "Received response 'initialize" },
    {
      step: 'it is sent the model',
      log: 'Backprop Lens.log',
      words: "Sending notification 'textDocument/didOpen",
    },
    { step: 'its numbers are there', log: 'Backprop Lens.log', words: "Received notification 'backprop/shownNumbers" },
    { step: 'it is asked for lenses', log: 'Backprop Lens.log', words: "Sending request 'textDocument/codeLens" },
    { step: 'VS Code has lenses', log: 'Backprop Lens.log', words: "Received response 'textDocument/codeLens" },
  ],
};

const trivial: Measured = {
  file: 'file.trivial',
  steps: [
    {
      step: 'the extension is activated',
      log: 'remoteexthost.log',
      words: '_doActivateExtension backprop-lens.trivial-lens',
    },
    { step: 'its lenses are offered', log: 'Trivial Lens.log', words: 'lenses are offered' },
    { step: 'VS Code asks for them', log: 'Trivial Lens.log', words: 'asked for lenses' },
  ],
};

const lensShown = 'a lens is shown';

export interface FirstLens {
  /** Times of the steps since the activation, in milliseconds; the last step is the shown lens. */
  readonly steps: readonly StepTaken[];
  /** Times of the steps of the trivial extension. */
  readonly trivial: readonly StepTaken[];
  /** Median time until the lens is shown, without the delay of VS Code between the registration of lenses and its request. */
  readonly own: number;
  readonly trivialOwn: number;
  readonly debounce: number;
}

interface StepTaken {
  readonly step: string;
  readonly since: Spread;
}

export async function firstLens(): Promise<FirstLens> {
  const profile = await mkdtemp(join(tmpdir(), 'vscode-lens-'));
  const folder = join(profile, 'models');
  await mkdir(folder);
  await cp(join(examples, ours.file), join(folder, ours.file));
  await writeFile(join(folder, trivial.file), 'one line\n');
  await writeSettings(profile, distractionFreeSettings);
  // VS Code registers this extension when it installs the first one.
  await cp(join(import.meta.dirname, 'trivialExtension'), join(profile, 'extensions', 'trivial'), { recursive: true });
  await installExtension(profile, vsix);
  const server = await startVSCode({ profile });
  const browser = await launchChromium();
  const payload = JSON.stringify([['logLevel', 'backprop-lens.backprop-lens=trace']]);
  const address = `${server.url}/?${new URLSearchParams({ folder, payload })}`;
  const logs = join(profile, 'data', 'data', 'logs');
  const times = new Map<Measured, (readonly number[])[]>([
    [ours, []],
    [trivial, []],
  ]);
  for (let run = 0; run < windows; run++)
    for (const [measured, runs] of times) runs.push(await timesIn(browser, address, measured, logs));
  await browser.close();
  await server.stop();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });

  const taken = ({ steps }: Measured, runs: readonly (readonly number[])[]): StepTaken[] =>
    [...steps.map(({ step }) => step), lensShown].map((step, i) => ({
      step,
      since: spreadOf(runs.map((times) => times[i] - times[0])),
    }));
  const debounce = medianOf(times.get(trivial)!.map(([, offered, asked]) => asked - offered));
  const own = (runs: readonly (readonly number[])[]): number =>
    medianOf(runs.map((times) => times.at(-1)! - times[0])) - debounce;
  return {
    steps: taken(ours, times.get(ours)!),
    trivial: taken(trivial, times.get(trivial)!),
    own: own(times.get(ours)!),
    trivialOwn: own(times.get(trivial)!),
    debounce,
  };
}

/** Times of each step in a new window, and of the shown lens. */
async function timesIn(browser: Browser, address: string, of: Measured, logs: string): Promise<readonly number[]> {
  const page = await browser.newPage();
  await page.goto(address);
  const file = page.locator('.explorer-folders-view .monaco-list-row', { hasText: of.file });
  await file.waitFor();
  await page.waitForTimeout(idleTime);
  const lensPainted = paintedAt(page, '.codelens-decoration > *');
  await file.dblclick();
  const shownAt = await lensPainted;
  await page.waitForTimeout(delayOfLogs);
  await page.close();
  const times = await Promise.all(of.steps.map(async ({ log, words }) => timeOf(words, await newest(logs, log))));
  return [...times, shownAt];
}

/** The newest log of this name; every line begins with its time. */
async function newest(logs: string, log: Step['log']): Promise<string> {
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
  const { steps, trivial, own, trivialOwn, debounce } = await firstLens();
  const rows = (taken: readonly StepTaken[]): string[][] =>
    taken.map(({ step, since: { median, max } }) => [step, `${median} ms`, `${max} ms`]);
  console.log(alignedTable([[`${windows} windows, since activation`, 'median', 'longest'], ...rows(steps)]));
  console.log(alignedTable([['an extension that does nothing else', 'median', 'longest'], ...rows(trivial)]));
  console.log(`without the ${debounce} ms that VS Code lets pass before it asks: ${own} ms, and ${trivialOwn} ms`);
}
