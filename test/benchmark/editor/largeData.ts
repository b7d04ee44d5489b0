/**
 * Responsiveness of the built server beside large data: keys in a heavy model and in a light one beside it, and the
 * longest time for which the server's thread is blocked. Run by `npm run bench:data` after `npm run build`; names of
 * cases as arguments limit it to those.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  CodeLensRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { serverEnvironment } from '../../../client/src/node/serverEnvironment.ts';
import { dist, examples } from '../../../scripts/paths.ts';
import { writeSafetensors } from '../../../server/src/data/safetensors.ts';
import type { Tensor } from '../../../server/src/engine/ir/tensor.ts';
import { spreadOf } from '../report/spread.ts';
import { markdownTable } from '../report/tables.ts';
import { lenet, writeImages } from './lenet.ts';
import type { Work } from './reportWork.ts';

interface Case {
  readonly name: string;
  readonly model: string;
  /** Writes the files that the model reads, into the folder of `heavy.bp`. */
  readonly prepare?: (folder: string) => Promise<void>;
}

const cases: readonly Case[] = [
  { name: 'nothing', model: 'param w = 1\nloss l = (w - 2) ^ 2\n' },
  {
    name: 'CSV of 100 MB',
    model: 'data t = csv("large.csv")\nm = mean(t)\nparam w = 1\nloss l = (w - m) ^ 2\n',
    prepare: (folder) => writeCsv(join(folder, 'large.csv'), 104_000_000),
  },
  {
    name: 'checkpoint of 80 MB',
    model: 'fn layer(x) {\n  param W[1000, 1000] ~ normal()\n  return x * mean(W)\n}\nh = layer(1)\nloss l = h ^ 2\n',
    prepare: writeCheckpoint,
  },
  {
    name: 'header of 7 MB',
    model: 'fn layer(x) {\n  param w[2] ~ normal()\n  return x * mean(w)\n}\nh = layer(1)\nloss l = h ^ 2\n',
    prepare: writeLongHeader,
  },
  {
    name: 'tensor of 33 million elements',
    model: 'x = arange(33000000)\nparam w = 1\nloss l = (w - 2) ^ 2\n',
  },
  {
    name: 'tensors of 16 million elements',
    model: 'x = arange(16000000)\ny = sin(x)\nparam w = 1\nloss l = (w - 2) ^ 2\n',
  },
  {
    name: 'GPT on 1,000 names',
    model: readFileSync(join(examples, 'microgpt.bp'), 'utf8'),
    prepare: async (folder) => {
      for (const name of ['names.txt', 'microgpt.safetensors'])
        await copyFile(join(examples, name), join(folder, name));
    },
  },
  { name: 'LeNet on 60,000 images', model: lenet, prepare: writeImages },
  {
    name: 'param of 10 million elements',
    model: 'param w[10000000] ~ normal()\nloss l = sum(w)\n',
  },
];

/** Lines before each model, in which the keys are typed: a comment and a number. */
const typedLines = '# note\nparam k = 1\n';
const lightModel = `${typedLines}loss l = (k - 1) ^ 2\n`;

interface Key {
  readonly line: number;
  readonly character: number;
  readonly removed: number;
  readonly text: string;
}

/** Types and removes a letter of the comment and a digit of the number, in turns. */
function keyAt(index: number): Key {
  const position = index % 2 === 0 ? { line: 0, character: 6 } : { line: 1, character: 11 };
  return index % 4 < 2 ? { ...position, removed: 0, text: '5' } : { ...position, removed: 1, text: '' };
}

const keys = 40;
/** In milliseconds between keys, and between probes. */
const pace = 100;
/** In milliseconds: the numbers of the opened model must be there by then. */
const maxOpening = 180_000;
/** In milliseconds: no key is struck after this time. */
const maxTyping = 60_000;

interface Figures {
  readonly name: string;
  /** From the opening to the numbers, in milliseconds. */
  readonly open: number;
  /** Hovers in the light model while the heavy one is opened and typed in. */
  readonly probe: readonly number[];
  /** From a key in the light model to its lenses, while the heavy one is typed in. */
  readonly lightKeys: readonly number[];
  /** From a key in the heavy model to its lenses, shown or stale. */
  readonly heavyKeys: readonly number[];
  /** The longest time without returning to the event loop, in milliseconds. */
  readonly longest: number;
}

class Client {
  readonly #process: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #versions = new Map<string, number>();

  constructor() {
    this.#process = spawn(
      process.execPath,
      ['--import', join(import.meta.dirname, 'reportWork.ts'), join(dist, 'server.js'), '--stdio'],
      { stdio: ['pipe', 'pipe', 'inherit', 'ipc'], env: { ...process.env, ...serverEnvironment(dist) } },
    );
    this.#connection = createProtocolConnection(
      new StreamMessageReader(this.#process.stdout!),
      new StreamMessageWriter(this.#process.stdin!),
    );
    this.#connection.listen();
  }

  async start(folder: string): Promise<void> {
    const rootUri = pathToFileURL(folder).href;
    const workspaceFolders = [{ uri: rootUri, name: 'measured' }];
    const params = { processId: process.pid, rootUri, workspaceFolders, capabilities: {} };
    await this.#connection.sendRequest(InitializeRequest.type, params);
    await this.#connection.sendNotification(InitializedNotification.type, {});
  }

  async open(uri: string, text: string): Promise<void> {
    this.#versions.set(uri, 0);
    await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'bp', version: 0, text },
    });
  }

  /** The time of a hover on the first name. */
  hover(uri: string): Promise<number> {
    const params = { textDocument: { uri }, position: { line: 1, character: 6 } };
    return timeOf(() => this.#connection.sendRequest(HoverRequest.type, params));
  }

  /** The time from a change to the lenses. */
  key(uri: string, { line, character, removed, text }: Key): Promise<number> {
    const version = this.#versions.get(uri)! + 1;
    this.#versions.set(uri, version);
    const range = { start: { line, character }, end: { line, character: character + removed } };
    return timeOf(async () => {
      await this.#connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ range, text }],
      });
      await this.lenses(uri);
    });
  }

  lenses(uri: string) {
    return this.#connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
  }

  async work(): Promise<Work> {
    this.#process.send('report');
    const [report] = await once(this.#process, 'message');
    return report;
  }

  async stop(): Promise<void> {
    await this.#connection.sendRequest(ShutdownRequest.type);
    await this.#connection.sendNotification(ExitNotification.type);
  }
}

async function measure({ name, model, prepare }: Case): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'large-data-'));
  const heavy = pathToFileURL(join(folder, 'heavy.bp')).href;
  const light = pathToFileURL(join(folder, 'light.bp')).href;
  const client = new Client();
  try {
    await prepare?.(folder);
    await client.start(folder);
    await client.open(light, lightModel);
    for (let warmUp = 0; warmUp < keys; warmUp++) await client.key(light, keyAt(warmUp));
    await client.work();

    let isTyping = true;
    const probe: number[] = [];
    const probing = (async () => {
      while (isTyping) {
        probe.push(await client.hover(light));
        await setTimeout(pace);
      }
    })();
    const opened = timeOf(async () => {
      await client.open(heavy, typedLines + model);
      await untilFresh(client, heavy);
    });
    await opened;
    const lightKeys: number[] = [];
    const heavyKeys: number[] = [];
    const typedUntil = performance.now() + maxTyping;
    for (let struck = 0; struck < keys && performance.now() < typedUntil; struck++) {
      const heavyKey = client.key(heavy, keyAt(struck));
      lightKeys.push(await client.key(light, keyAt(struck)));
      heavyKeys.push(await heavyKey);
      await setTimeout(pace);
    }
    isTyping = false;
    await probing;
    const { longest } = await client.work();
    return { name, open: await opened, probe, lightKeys, heavyKeys, longest };
  } finally {
    await client.stop();
    await rm(folder, { recursive: true });
  }
}

/** Resolves when the lenses show numbers of the shown text. */
async function untilFresh(client: Client, uri: string): Promise<void> {
  const until = performance.now() + maxOpening;
  for (;;) {
    if (performance.now() > until) throw new Error('no numbers came');
    const lenses = (await client.lenses(uri)) ?? [];
    const titles = lenses.map(({ command }) => command?.title ?? '');
    if (titles.some((title) => /^l = /i.test(title)) && titles.every((title) => !title.includes('stale'))) return;
    await setTimeout(pace);
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function writeCsv(path: string, size: number): Promise<void> {
  const file = await open(path, 'w');
  await file.write('t\n');
  const rows = Array.from({ length: 10_000 }, (_, i) => `${Math.sin(i).toFixed(6)}${i % 10}\n`).join('');
  for (let written = 0; written + rows.length < size; written += rows.length) await file.write(rows);
  await file.close();
}

async function writeCheckpoint(folder: string): Promise<void> {
  const tensor = (rows: number, columns: number) => ({
    shape: [rows, columns],
    values: Float64Array.from({ length: rows * columns }, (_, i) => Math.sin(i)),
  });
  const tensors = new Map([
    ['h.W', tensor(1000, 1000)],
    ['unused', tensor(9000, 1000)],
  ]);
  await writeFile(join(folder, 'heavy.bp.safetensors'), writeSafetensors(tensors));
}

async function writeLongHeader(folder: string): Promise<void> {
  const scalars = Array.from(
    { length: 90_000 },
    (_, i) => [`layer${i}.w`, { shape: [], values: new Float64Array(1) }] as const,
  );
  const tensors = new Map<string, Tensor>([...scalars, ['h.w', { shape: [2], values: Float64Array.of(1, 2) }]]);
  await writeFile(join(folder, 'heavy.bp.safetensors'), writeSafetensors(tensors));
}

function tableOf(figures: readonly Figures[]): string {
  const heads = [
    'beside',
    'until its numbers',
    'hover elsewhere, max',
    'key elsewhere, p95',
    'max',
    'its own key, p95',
    'longest task',
  ];
  const rows = figures.map(({ name, open, probe, lightKeys, heavyKeys, longest }) => [
    name,
    ...[
      open,
      spreadOf(probe).max,
      spreadOf(lightKeys).p95,
      spreadOf(lightKeys).max,
      spreadOf(heavyKeys).p95,
      longest,
    ].map((milliseconds) => `${milliseconds.toFixed(0)} ms`),
  ]);
  return markdownTable([heads, ...rows]);
}

if (import.meta.main) {
  const names = process.argv.slice(2);
  const figures: Figures[] = [];
  for (const measured of cases) {
    if (names.length > 0 && !names.some((name) => measured.name.includes(name))) continue;
    figures.push(await measure(measured));
    console.error(tableOf(figures.slice(-1)));
  }
  console.log(tableOf(figures));
}
