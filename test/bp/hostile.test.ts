/** A hostile repository: nothing outside its folder is read or written by `bp`, or by `bp lsp` over stdio. */

import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import {
  CompletionRequest,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  ExecuteCommandRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { saveLearnedCommand, trainingStepCommand } from '../../protocol/editor/commands.ts';
import { scrubbableMethod } from '../../protocol/editor/scrub.ts';
import { canaries } from '../../scripts/vscode/hostileFolder.ts';
import { HostileRepository, plantedTargets } from '../support/hostile/hostileRepository.ts';
import { bundledBp } from '../support/processes/bundles.ts';

interface Outcome {
  readonly code: number;
  readonly output: string;
}

function bp({ workspace }: HostileRepository, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: workspace, maxBuffer: Number.POSITIVE_INFINITY };
    execFile(process.execPath, [bundledBp, ...args], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: out + err });
    });
  });
}

function expectNoLeak(repository: HostileRepository, output: string, before: Readonly<Record<string, string>>): void {
  for (const canary of canaries) expect(output).not.toContain(canary);
  expect(repository.outsideContents).toEqual(before);
}

test('at least 40 kinds of path are tried', () => {
  using repository = new HostileRepository();
  expect(new Set(repository.paths).size).toBeGreaterThanOrEqual(40);
});

test.each(['writeModel', 'writeImporter'] as const)('bp reads nothing outside: %s', async (write) => {
  using repository = new HostileRepository();
  const before = repository.outsideContents;
  repository[write]('net.bp');
  const { code, output } = await bp(repository, 'eval', 'net.bp', '--json');
  const { problems, nodes } = JSON.parse(output);
  expect(code).toBe(1);
  const lines = new Set(problems.map(({ line }: { line: number }) => line));
  expect(lines.size).toBe(repository.paths.length);
  expect(nodes.find(({ name }: { name: string }) => name === 'w').value).toBe(3);
  expectNoLeak(repository, output, before);
  expectNoLeak(repository, (await bp(repository, 'check', 'net.bp')).output, before);
});

test.each(Object.entries(plantedTargets))('bp writes nothing outside: %s.safetensors → %s', async (name, target) => {
  using repository = new HostileRepository();
  const before = repository.outsideContents;
  if (target.endsWith('.safetensors')) repository.writeModelWithLink('other.bp', plantedTargets['other.bp']!);
  const file = repository.writeModelWithLink(name, target);
  const text = readFileSync(file, 'utf8');
  const { code, output } = await bp(repository, 'train', name, '--write');
  expect({ code, output }).toEqual(
    name === 'new.bp'
      ? { code: 0, output: expect.any(String) }
      : { code: 2, output: expect.stringContaining('written') },
  );
  expect(readFileSync(file, 'utf8')).toBe(text);
  expectNoLeak(repository, output, before);
});

test('bp stops reading a model that never ends', async () => {
  using repository = new HostileRepository();
  const { code, output } = await bp(repository, 'check', 'zero.csv');
  expect({ code, output }).toEqual({ code: 2, output: "bp: zero.csv can't be read: it is larger than 100 MB\n" });
});

test('bp lsp reads and writes nothing outside', async () => {
  using repository = new HostileRepository();
  const before = repository.outsideContents;
  for (const [name, target] of Object.entries(plantedTargets)) repository.writeModelWithLink(name, target);
  repository.writeModel('net.bp');
  repository.writeImporter('imports.bp');
  const server = spawn(process.execPath, [bundledBp, 'lsp'], { cwd: repository.workspace });
  const output = await useServer(server, repository.workspace, ['net.bp', 'imports.bp'], Object.keys(plantedTargets));
  expectNoLeak(repository, output, before);
});

/** Opens models, trains and saves some, and asks for lists of files. @returns all output of the server. */
async function useServer(
  server: ChildProcessWithoutNullStreams,
  folder: string,
  read: readonly string[],
  trained: readonly string[],
): Promise<string> {
  const chunks: Buffer[] = [];
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const published: PublishDiagnosticsParams[] = [];
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.push(params);
  });
  connection.listen();
  const uri = pathToFileURL(folder).href;
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: uri,
    capabilities: {},
    workspaceFolders: [{ uri, name: 'work' }],
  });
  await connection.sendNotification(InitializedNotification.type, {});
  for (const name of [...read, ...trained]) {
    const document = pathToFileURL(join(folder, name)).href;
    const text = readFileSync(join(folder, name), 'utf8');
    const textDocument = { uri: document, languageId: 'bp', version: 1, text };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    await connection.sendRequest(scrubbableMethod, { uri: document, position: { line: 0, character: 0 } });
    if (!trained.includes(name)) continue;
    for (const command of [trainingStepCommand, saveLearnedCommand])
      await connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: [document] });
    await connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri: document } });
  }
  await connection.sendRequest(WorkspaceSymbolRequest.type, { query: '' });
  for (const [line, character] of [
    [0, 15],
    [30, 15],
  ] as const) {
    const textDocument = { uri: pathToFileURL(join(folder, 'net.bp')).href };
    await connection.sendRequest(CompletionRequest.type, { textDocument, position: { line, character } });
  }
  expect(published.length).toBeGreaterThan(0);
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  await new Promise((resolve) => server.once('close', resolve));
  connection.dispose();
  return Buffer.concat(chunks).toString();
}
