/**
 * Memory over a long day in some minutes: 100,000 edits, with saves, trainings, and a panel that is closed and opened
 * again. Prints the heaps of the server and of the panel, after a collection, at each tenth of the day. Run by
 * `npm run bench:day` after `npm run build`; another number of edits may follow `--`.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { DidSaveTextDocumentNotification } from 'vscode-languageserver/node';
import { type TrainingCommand, trainingCommandMethod } from '../../../protocol/panel/training.ts';
import { launchChromium } from '../../../scripts/chromium.ts';
import { examples } from '../../../scripts/paths.ts';
import { applyTextEdit, textEdits } from '../../support/models/randomEdits.ts';
import { ModelServer } from '../../support/panel/modelServer.ts';
import { openPanel } from '../../support/panel/openPanel.ts';
import { markdownTable } from '../report/tables.ts';

const editCount = Number(process.argv[2] ?? 100_000);
/** Edits from one of each to the next. */
const every = { shownNumbers: 10, freshText: 40, save: 100, training: 500, panel: 2_500 };
/** In characters; some edits paste, and would double the text each time. */
const maxLength = 20_000;
/** In milliseconds: how long each training runs. */
const trainingTime = 50;

interface Memory {
  /** In bytes: objects and buffers. */
  readonly server: number;
  readonly panel: number;
}

const collectGarbage = globalThis.gc;
if (collectGarbage === undefined) throw new Error('Run by `npm run bench:day`, which allows collecting garbage.');

/** Beside the examples, whose data it names. */
const path = join(examples, 'day.bp');
const uri = pathToFileURL(path).toString();
const texts = ['lesson.bp', 'xor.bp', 'two-moons.bp'].map((name) => readFileSync(join(examples, name), 'utf8'));
const edits = fc.sample(textEdits, { numRuns: 500, seed: 1 });

const browser = await launchChromium();
const server = await ModelServer.of(uri, texts[0]);
const open = () => openPanel(browser, { theme: 'dark', text: texts[0], path, server });
let panel = await open();
let text = texts[0];
const tenths: Memory[] = [];
for (let edit = 1; edit <= editCount; edit++) {
  const isFresh = edit % every.freshText === 0 || text.length > maxLength;
  text = isFresh ? texts[edit % texts.length] : edits[edit % edits.length].reduce(applyTextEdit, text);
  await panel.edit(text);
  // Most edits follow each other faster than the server shows them.
  if (edit % every.shownNumbers === 0) await painted(panel.page);
  if (edit % every.save === 0)
    await server.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
  if (edit % every.training === 0) await train();
  if (edit % every.panel === 0) {
    await panel.edit(texts[0]);
    await panel.close();
    panel = await open();
  }
  if (edit % (editCount / 10) === 0) tenths.push(await memory(panel.page));
}
await panel.close();
await server.stop();
await browser.close();

const megabytes = (bytes: number) => (bytes / 1_048_576).toFixed(1);
const growth = (part: keyof Memory) => `${(100 * (tenths.at(-1)![part] / tenths[0][part] - 1)).toFixed(1)} %`;
console.log(
  markdownTable([
    ['tenth of the day', 'server, MB', 'panel, MB'],
    ...tenths.map(({ server, panel }, index) => [`${index + 1}`, megabytes(server), megabytes(panel)]),
    ['growth', growth('server'), growth('panel')],
  ]),
);

/** Resolves when the page has drawn what it received. */
async function painted(page: Page): Promise<void> {
  await page.evaluate('new Promise(requestAnimationFrame)');
}

async function train(): Promise<void> {
  await panel.edit(texts[1]);
  await command({ kind: 'open' });
  await command({ kind: 'pace', stepsPerSecond: null });
  await command({ kind: 'run' });
  await setTimeout(trainingTime);
  await command({ kind: 'close' });
}

function command(command: TrainingCommand): Promise<void> {
  return server.connection.sendNotification(trainingCommandMethod, { uri, command });
}

async function memory(page: Page): Promise<Memory> {
  await panel.edit(texts[0]);
  await setTimeout(1_000);
  collectGarbage!();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const session = await page.context().newCDPSession(page);
  // What a first collection finalizes, a second one frees.
  for (let pass = 0; pass < 2; pass++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return { server: heapUsed + arrayBuffers, panel: usedSize };
}
