/** The built language server in its own process with one open file, driven by the benchmarks. */

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
import { serverEnvironment } from '../../../client/src/node/serverEnvironment.ts';
import type { InitializationOptions } from '../../../protocol/editor/initialization.ts';
import {
  type LineSpan,
  type ShownNumbers,
  shownNumbersMethod,
  type VisibleLines,
  visibleLinesMethod,
} from '../../../protocol/editor/shownNumbers.ts';
import { dist } from '../../../scripts/paths.ts';
import type { Keystroke } from '../../support/editor/keystrokes.ts';

/** Number of visible lines, and of lines that the extension adds before and after them. */
const screen = 50;
const reportedMargin = 60;

const ours = [join(dist, 'server.js'), '--stdio'];

const nothing: LineSpan = { first: 0, last: -1 };

/** Timeout for numbers in milliseconds, longer than the server's limit for an evaluation. */
const patience = 20_000;

export class MeasuredServer<Report> {
  readonly uri = 'file:///models/measured.bp';
  readonly connection: ProtocolConnection;
  readonly #process: ChildProcess;
  #version = 0;
  #seen = nothing;
  /** The version of the last pushed numbers, and the callback for the next ones. */
  #answered = -1;
  #onNumbers: () => void = () => undefined;

  private constructor(server: ChildProcess) {
    this.#process = server;
    this.connection = createProtocolConnection(
      new StreamMessageReader(server.stdout!),
      new StreamMessageWriter(server.stdin!),
    );
    this.connection.onNotification(shownNumbersMethod, ({ version, summary }: ShownNumbers) => {
      if (summary.objectiveText === null) return;
      this.#answered = version;
      this.#onNumbers();
    });
    this.connection.listen();
  }

  /**
   * @param reporter name of the sibling file that is preloaded into the server and answers `report`.
   * @param program the server with its arguments; ours by default.
   */
  static start<Report>(reporter: string, program = ours): Promise<MeasuredServer<Report>> {
    const given = ['--expose-gc', '--import', join(import.meta.dirname, reporter), ...program];
    return MeasuredServer.#startWith(given, 'ipc');
  }

  /** Starts the server without a reporter, as installed. */
  static startAsInstalled(): Promise<MeasuredServer<never>> {
    return MeasuredServer.#startWith(ours, 'ignore');
  }

  static async #startWith<Report>(
    given: readonly string[],
    reports: 'ipc' | 'ignore',
  ): Promise<MeasuredServer<Report>> {
    const server = new MeasuredServer<Report>(
      spawn(process.execPath, given, {
        stdio: ['pipe', 'pipe', 'inherit', reports],
        env: { ...process.env, ...serverEnvironment(dist) },
      }),
    );
    const initializationOptions: InitializationOptions = { shownNumbers: true };
    const params = { processId: process.pid, rootUri: null, capabilities: {}, initializationOptions };
    await server.connection.sendRequest(InitializeRequest.type, params);
    await server.connection.sendNotification(InitializedNotification.type, {});
    await server.hideLines();
    return server;
  }

  get pid(): number {
    return this.#process.pid!;
  }

  get version(): number {
    return this.#version;
  }

  /** Resolves when the numbers of the text arrive. */
  async open(text: string): Promise<void> {
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: this.uri, languageId: 'bp', version: this.#version, text },
    });
    await this.#numbers();
  }

  /** Resolves when the numbers of the text after a key arrive. */
  async change(key: Keystroke): Promise<void> {
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri, version: ++this.#version },
      contentChanges: [key],
    });
    await this.#numbers();
  }

  /** Scrolls to a line and reports the visible lines with a margin, as the extension does. */
  async scrollTo(line: number): Promise<void> {
    const { first, last } = this.#seen;
    if (line - screen / 2 >= first && line + screen / 2 <= last) return;
    this.#seen = { first: line - screen / 2 - reportedMargin, last: line + screen / 2 + reportedMargin };
    await this.connection.sendNotification(visibleLinesMethod, { [this.uri]: [this.#seen] });
  }

  /** Reports no visible lines, as the extension does while lenses are shown. */
  async hideLines(): Promise<void> {
    this.#seen = nothing;
    await this.connection.sendNotification(visibleLinesMethod, {} satisfies VisibleLines);
  }

  async lenses(): Promise<readonly CodeLens[]> {
    return (await this.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: this.uri } })) ?? [];
  }

  /** The report of the reporter. */
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
