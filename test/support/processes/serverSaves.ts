/** Saves of the language server whose process is killed, or whose editor is gone, in the middle. Counts what was lost. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExecuteCommandRequest,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { saveLearnedCommand, trainingStepCommand } from '../../../protocol/editor/commands.ts';
import { readSafetensors } from '../../../server/src/data/safetensors.ts';

export const endings = {
  'the server is killed': (server: ChildProcessWithoutNullStreams) => server.kill('SIGKILL'),
  'the editor is gone': (server: ChildProcessWithoutNullStreams) => server.stdin.destroy(),
};

export interface EndedSaves {
  readonly endedDuringSave: number;
  readonly tornFiles: number;
  /** Temporary files after the next save. */
  readonly temporaryFiles: number;
}

/** Every element of W is the same number, so a mixture of two would show. */
const text = 'param W[1000, 500] ~ zeros()\nloss L = sum(W)\ntrain sgd(lr = 1)\n';

/** Ends servers while they save. @param program the path of `bp`. */
export async function endDuringSaves(
  program: string,
  ending: keyof typeof endings,
  count: number,
): Promise<EndedSaves> {
  const folder = mkdtempSync(join(tmpdir(), 'bp-server-'));
  const file = join(folder, 'net.bp');
  writeFileSync(file, text);
  try {
    let [endedDuringSave, tornFiles] = [0, 0];
    for (let index = 0; index < count; index++) {
      await withServer(program, folder, async (server, connection) => {
        const closed = once(server, 'close');
        const known = temporaryFilesIn(folder);
        const save = stepAndSave(connection, file).catch(() => undefined);
        let isSaved = false;
        void save.then(() => {
          isSaved = true;
        });
        while (!isSaved && [...temporaryFilesIn(folder)].every((name) => known.has(name))) await setTimeout(1);
        await setTimeout(Math.random() * 10);
        if (!isSaved) endedDuringSave++;
        endings[ending](server);
        await closed;
      });
      if (!isWhole(file)) tornFiles++;
    }
    await withServer(program, folder, (_, connection) => stepAndSave(connection, file));
    if (!isWhole(file)) tornFiles++;
    return { endedDuringSave, tornFiles, temporaryFiles: temporaryFilesIn(folder).size };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function withServer(
  program: string,
  folder: string,
  work: (server: ChildProcessWithoutNullStreams, connection: ProtocolConnection) => Promise<void>,
): Promise<void> {
  const server = spawn(process.execPath, [program, 'lsp'], { cwd: folder });
  server.stdin.on('error', () => undefined);
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.onError(() => undefined);
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await work(server, connection);
  connection.dispose();
  server.kill('SIGKILL');
}

async function stepAndSave(connection: ProtocolConnection, file: string): Promise<void> {
  const uri = pathToFileURL(file).href;
  const textDocument = { uri, languageId: 'bp', version: 1, text };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  for (const command of [trainingStepCommand, saveLearnedCommand])
    await connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: [uri] });
}

/** True also before the first save. */
function isWhole(file: string): boolean {
  if (readFileSync(file, 'utf8') !== text) return false;
  const checkpoint = `${file}.safetensors`;
  if (!readdirSync(join(file, '..')).includes('net.bp.safetensors')) return true;
  const tensors = readSafetensors(readFileSync(checkpoint));
  if (!(tensors instanceof Map)) return false;
  const { values } = tensors.get('W')!;
  return values.length === 500_000 && values.every((value) => value === values[0]);
}

function temporaryFilesIn(folder: string): ReadonlySet<string> {
  return new Set(readdirSync(folder).filter((name) => name.endsWith('.tmp')));
}
