/** The built language server, as a process of its own in which one file is open: what the benchmarks type into. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CodeLens } from 'vscode-languageserver';
import {
  CodeLensRequest,
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
import { type Result, resultMethod, type View, viewMethod } from '../../server/src/protocol/result.ts';
import type { Keystroke } from '../support/typist.ts';

/** How long numbers are waited for, in milliseconds: longer than the server lets an evaluation take. */
const patience = 20_000;

export class MeasuredServer<Report> {
  readonly uri = 'file:///models/measured.bp';
  readonly connection: ProtocolConnection;
  readonly #process: ChildProcess;
  #version = 0;
  /** The version whose numbers were pushed last, and who waits for some. */
  #answered = -1;
  #onNumbers: () => void = () => undefined;

  private constructor(server: ChildProcess) {
    this.#process = server;
    this.connection = createProtocolConnection(
      new StreamMessageReader(server.stdout!),
      new StreamMessageWriter(server.stdin!),
    );
    this.connection.onNotification(resultMethod, ({ version, summary }: Result) => {
      if (summary.objective === null) return;
      this.#answered = version;
      this.#onNumbers();
    });
    this.connection.listen();
  }

  /** @param reporter the file beside this one that is loaded into the server and answers `report`. */
  static async start<Report>(reporter: string): Promise<MeasuredServer<Report>> {
    const flags = ['--expose-gc', '--import', join(import.meta.dirname, reporter)];
    const server = new MeasuredServer<Report>(
      spawn(process.execPath, [...flags, join(dist, 'server.js'), '--stdio'], {
        stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
      }),
    );
    await server.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    await server.connection.sendNotification(InitializedNotification.type, {});
    // As the extension does while lenses are shown: no line ends are looked at.
    await server.connection.sendNotification(viewMethod, {} satisfies View);
    return server;
  }

  get version(): number {
    return this.#version;
  }

  /** Resolves when the numbers of the text are there. */
  async open(text: string): Promise<void> {
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: this.uri, languageId: 'bp', version: this.#version, text },
    });
    await this.#numbers();
  }

  /** Resolves when the numbers of the text that a key makes are there. */
  async change(key: Keystroke): Promise<void> {
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri, version: ++this.#version },
      contentChanges: [key],
    });
    await this.#numbers();
  }

  async lenses(): Promise<readonly CodeLens[]> {
    return (await this.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: this.uri } })) ?? [];
  }

  /** What the reporter says. */
  async report(): Promise<Report> {
    this.#process.send('report');
    const [report] = await once(this.#process, 'message');
    return report;
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
  }

  #numbers(): Promise<void> {
    const version = this.#version;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(reject, patience, new Error(`no numbers came of version ${version}`));
      this.#onNumbers = () => {
        if (this.#answered < version) return;
        clearTimeout(timer);
        resolve();
      };
      this.#onNumbers();
    });
  }
}
