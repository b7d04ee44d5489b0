/**
 * Measures what a user waits for: the time from a keystroke to the numbers that belong to it. A thousand keystrokes in a
 * file of a thousand lines, typed into the built server as an editor does it. Run by `npm run bench` after `npm run build`.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { dist } from '../../scripts/paths.ts';
import { type Result, resultMethod } from '../../server/src/protocol/result.ts';
import { longModel } from '../support/longModel.ts';
import { Typist } from '../support/typist.ts';
import type { Use } from './reportUse.ts';

const lineCount = 1_000;
const keystrokeCount = 1_000;
/** Milliseconds from one key to the next: a little faster than anyone types. */
const pace = 60;
/** Keys that are struck before the measurement begins, while the server's code is still being compiled. */
const warmUp = 100;
/** How long to wait for the last result, in milliseconds. */
const patience = 10_000;

const uri = 'file:///models/long.bp';

interface Figures {
  /** From a keystroke to the first result of that text or a newer one, in milliseconds. */
  readonly latency: { readonly median: number; readonly p95: number; readonly max: number };
  /** Keystrokes that no result ever followed. */
  readonly lost: number;
  /** Keystrokes whose numbers were overtaken by those of a newer text. */
  readonly overtaken: number;
  readonly start: Use;
  readonly end: Use;
}

const server = spawn(
  process.execPath,
  ['--expose-gc', '--import', join(import.meta.dirname, 'reportUse.ts'), join(dist, 'server.js'), '--stdio'],
  { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] },
);
const connection = createProtocolConnection(
  new StreamMessageReader(server.stdout!),
  new StreamMessageWriter(server.stdin!),
);
connection.listen();
const figures = await measured(connection, server);
await connection.sendRequest(ShutdownRequest.type);
await connection.sendNotification(ExitNotification.type);
console.log(tableOf(figures));
await mkdir(join(dist, 'benchmark'), { recursive: true });
await writeFile(join(dist, 'benchmark', 'keystrokes.json'), `${JSON.stringify(figures, undefined, 2)}\n`);

async function measured(connection: ProtocolConnection, server: ChildProcess): Promise<Figures> {
  /** When each version was typed, and when its own numbers came. */
  const typed: number[] = [];
  const answered: number[] = [];
  connection.onNotification(resultMethod, ({ version, summary }: Result) => {
    if (summary.objective !== null) answered[version] ??= performance.now();
  });
  const until = async (version: number): Promise<void> => {
    const deadline = performance.now() + patience;
    while (answered[version] === undefined && performance.now() < deadline) await setTimeout(pace);
  };
  await connection.sendRequest(InitializeRequest.type, { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification(InitializedNotification.type, {});
  const typist = new Typist(longModel(lineCount));
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'bp', version: 0, text: typist.text },
  });
  await until(0);

  let version = 0;
  const type = async (count: number): Promise<void> => {
    for (const keystroke of typist.keystrokes(count)) {
      typed[++version] = performance.now();
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [keystroke],
      });
      await setTimeout(pace);
    }
    await until(version);
  };
  await type(warmUp);
  const start = await useOf(server);
  await type(keystrokeCount);
  const end = await useOf(server);

  const first = warmUp + 1;
  const counted = Array.from({ length: keystrokeCount }, (_, i) => first + i);
  const latencies = counted.map((version) => firstFrom(answered, version) - typed[version]);
  return {
    latency: latencyOf(latencies.filter(Number.isFinite)),
    lost: latencies.filter((latency) => !Number.isFinite(latency)).length,
    overtaken: counted.filter((version) => answered[version] === undefined).length,
    start,
    end,
  };
}

/** When the first result of a version or a newer one came. */
function firstFrom(answered: readonly number[], version: number): number {
  for (let newer = version; newer < answered.length; newer++) {
    if (answered[newer] !== undefined) return answered[newer];
  }
  return Number.POSITIVE_INFINITY;
}

function latencyOf(latencies: number[]): Figures['latency'] {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { median: at(0.5), p95: at(0.95), max: at(1) };
}

async function useOf(server: ChildProcess): Promise<Use> {
  server.send('report');
  const [use] = await once(server, 'message');
  return use;
}

function tableOf({ latency, lost, overtaken, start, end }: Figures): string {
  const time = (milliseconds: number): string => `${milliseconds.toFixed(1)} ms`;
  const size = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const rows = [
    ['keystrokes', `${keystrokeCount}, one every ${pace} ms, in ${lineCount} lines`],
    ['keystroke to numbers, median', time(latency.median)],
    ['keystroke to numbers, p95', time(latency.p95)],
    ['keystroke to numbers, longest', time(latency.max)],
    ['overtaken by a newer text', String(overtaken)],
    ['lost updates', String(lost)],
    ['processor time for each', time((end.processor - start.processor) / keystrokeCount)],
    ['heap, at the start', size(start.heap)],
    ['heap, at the end', size(end.heap)],
    ['memory in all, at the start', size(start.memory)],
    ['memory in all, at the end', size(end.memory)],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}   ${value}`).join('\n');
}
