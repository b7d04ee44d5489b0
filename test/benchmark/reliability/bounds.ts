/**
 * Measures the limits of docs/reliability.md on the built server, over standard input and output: symbols of a large folder,
 * and the numbers of an edited file beside 25 heavy ones. `node scripts/setup.mjs node test/benchmark/reliability/bounds.ts
 * [server.js]`.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { type ShownNumbers, shownNumbersMethod } from '../../../protocol/editor/shownNumbers.ts';
import { dist } from '../../../scripts/paths.ts';

const program = resolve(process.argv[2] ?? join(dist, 'server.js'));
const patience = 40_000;
const megabyte = 1_000_000;

interface Server {
  readonly connection: ProtocolConnection;
  /** The largest resident set so far, in megabytes. */
  peak(): number;
  /** The processor time so far, in seconds. */
  cpu(): string;
}

/** Runs the server on a folder, until the measurement ends. */
async function withServer<T>(folder: string, measure: (server: Server) => Promise<T>): Promise<T> {
  const child: ChildProcess = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout!),
    new StreamMessageWriter(child.stdin!),
  );
  connection.listen();
  const uri = pathToFileURL(folder).href;
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'folder' }],
    capabilities: { workspace: { workspaceFolders: true } },
    initializationOptions: { shownNumbers: true },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  const peak = (): number => {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
  };
  const cpu = (): string => {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return ((Number(fields[11]) + Number(fields[12])) / 100).toFixed(1);
  };
  try {
    return await measure({ connection, peak, cpu });
  } finally {
    connection.dispose();
    child.kill();
  }
}

function modelOf(bytes: number, operation: (operand: string) => string = (operand) => `${operand} + 1`): string {
  const lines = ['x0 = 1'];
  for (let size = 0; size < bytes; size += lines.at(-1)!.length + 1)
    lines.push(`x${lines.length} = ${operation(`x${lines.length - 1}`)}`);
  return lines.join('\n');
}

function writeModels(folder: string, text: string): void {
  for (let index = 0; index < 1_000; index++) writeFileSync(join(folder, `model${index}.bp`), text);
}

async function symbols(name: string, query: string, fill: (folder: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bounds-'));
  try {
    fill(folder);
    await withServer(folder, async ({ connection, peak, cpu }) => {
      const start = performance.now();
      const answer = connection.sendRequest(WorkspaceSymbolRequest.type, { query }).then(
        () => `${seconds(start)} s`,
        (error: Error) => `failed (${error.message})`,
      );
      const outcome = await Promise.race([answer, delay(`no answer in ${patience / 1000} s`)]);
      console.log(`${name}: ${outcome} (${cpu()} s of the processor), ${peak()} MB`);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The numbers of a light file after an edit, alone and beside heavy files. */
async function editBesideHeavyFiles(heavyCount: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bounds-'));
  await withServer(folder, async ({ connection, peak }) => {
    const uri = pathToFileURL(join(folder, 'light.bp')).href;
    const light = (value: number): string => `param W[300, 300] ~ normal()\nloss L = mean(W @ W) * ${value}`;
    const arrived = new Map<string, () => void>();
    connection.onNotification(shownNumbersMethod, ({ uri, version, summary }: ShownNumbers) => {
      if (summary.objectiveText !== null) arrived.get(`${uri} ${version}`)?.();
    });
    const numbers = (version: number): Promise<void> =>
      new Promise((done) => {
        arrived.set(`${uri} ${version}`, done);
      });
    const open = (uri: string, text: string): Promise<void> =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: 'bp', version: 1, text },
      });
    const edit = async (version: number): Promise<string> => {
      const start = performance.now();
      const done = numbers(version).then(() => `${seconds(start)} s`);
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ text: light(version) }],
      });
      return await Promise.race([done, delay(`no numbers in ${patience / 1000} s`)]);
    };
    const first = numbers(1);
    await open(uri, light(1));
    await first;
    const alone = await edit(2);
    for (let index = 0; index < heavyCount; index++) {
      const products = Array.from({ length: 6 }, (_, i) => `h${i + 1} = h${i} @ W`).join('\n');
      await open(
        pathToFileURL(join(folder, `heavy${index}.bp`)).href,
        `param W[700, 700] ~ normal(0, 0.03)\nh0 = W\n${products}\nloss L = mean(h6)`,
      );
    }
    console.log(`edit alone: ${alone}`);
    console.log(`edit beside ${heavyCount} heavy files: ${await edit(3)}`);
    await delay('');
    console.log(`memory ${patience / 1000} s later: at most ${peak()} MB`);
  });
  rmSync(folder, { recursive: true });
}

function seconds(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}

function delay<T>(value: T): Promise<T> {
  return new Promise((done) => {
    setTimeout(() => done(value), patience);
  });
}

await symbols('300 links to a model of 1.1 MB', 'nothing', (folder) => {
  writeFileSync(join(folder, 'model.bp'), modelOf(1.1 * megabyte));
  for (let index = 0; index < 299; index++) symlinkSync('model.bp', join(folder, `link${index}.bp`));
});
await symbols('1,000 models of 1 MB', 'nothing', (folder) => writeModels(folder, modelOf(megabyte)));
await symbols('1,000 models of 1 MB that use the name', 'tanh', (folder) =>
  writeModels(
    folder,
    modelOf(megabyte, (operand) => `tanh(${operand})`),
  ),
);
await editBesideHeavyFiles(25);
process.exit();
