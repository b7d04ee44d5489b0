/**
 * A client of `bp lsp` in a process of its own: it types into one document and compares it with the same text in a new
 * document.
 */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  ErrorCodes,
  LogMessageNotification,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { scrubbableMethod } from '../../protocol/editor/scrub.ts';
import { type GraphUpdate, graphUpdateMethod, watchGraphMethod } from '../../protocol/panel/graph.ts';
import { changeBetween } from '../../server/src/language/text/textChange.ts';

const program = fileURLToPath(new URL('../../server/src/node/bp.ts', import.meta.url));

export class FuzzedServer {
  /** Answers with an internal error, and entries of the server's log. */
  readonly errors: string[] = [];
  /** Answered requests. */
  requestCount = 0;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #log: Promise<string>;
  readonly #connection: ProtocolConnection;
  readonly #diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly #documents = new Map<string, TextDocument>();
  #onGraph: (graph: GraphUpdate) => void = () => undefined;

  /** @param command the server; by default `bp lsp` from the sources. */
  constructor(command: readonly string[] = [process.execPath, program, 'lsp']) {
    this.#process = spawn(command[0]!, command.slice(1));
    this.#log = readAll(this.#process.stderr);
    const { stdout, stdin } = this.#process;
    this.#connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.#connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      this.#diagnostics.set(uri, diagnostics);
    });
    this.#connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.errors.push(message);
    });
    this.#connection.onNotification(graphUpdateMethod, (graph: GraphUpdate) => this.#onGraph(graph));
    this.#connection.listen();
  }

  async start(): Promise<void> {
    await this.#connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    await this.#connection.sendNotification('initialized', {});
  }

  /** Ends the server. @returns what it wrote to its standard error. */
  async stop(): Promise<string> {
    const exited = once(this.#process, 'exit');
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    await exited;
    return this.#log;
  }

  async open(uri: string, text: string): Promise<void> {
    this.#documents.set(uri, TextDocument.create(uri, 'bp', 1, text));
    const textDocument = { uri, languageId: 'bp', version: 1, text };
    await this.#connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.#connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  text(uri: string): string {
    return this.#document(uri).getText();
  }

  /** Changes a text, as one replaced range. */
  async change(uri: string, text: string): Promise<void> {
    const document = this.#document(uri);
    const { start, endBefore, endAfter } = changeBetween(document.getText(), text);
    const range = { start: document.positionAt(start), end: document.positionAt(endBefore) };
    const contentChanges = [{ range, text: text.slice(start, endAfter) }];
    const textDocument = { uri, version: document.version + 1 };
    TextDocument.update(document, contentChanges, textDocument.version);
    await this.#connection.sendNotification('textDocument/didChange', { textDocument, contentChanges });
  }

  /** The answer to a request about a document; an error that is not internal counts as an answer. */
  async request(method: string, uri: string, params: object = {}): Promise<unknown> {
    this.requestCount++;
    try {
      return await this.#connection.sendRequest(method, { textDocument: { uri }, ...params });
    } catch (error) {
      if (!(error instanceof ResponseError) || error.code === ErrorCodes.InternalError)
        this.errors.push(`${method} ${JSON.stringify(params)}: ${error}\n${this.text(uri)}`);
      return String(error);
    }
  }

  positionAt(uri: string, offset: number) {
    return this.#document(uri).positionAt(offset);
  }

  /** The diagnostics of the newest text, once it is evaluated. */
  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    await this.request(scrubbableMethod, uri, { uri, position: { line: 0, character: 0 } });
    return this.#diagnostics.get(uri) ?? [];
  }

  /** The graph of a document, with all groups expanded. */
  async graph(uri: string): Promise<unknown> {
    const arrived = new Promise<GraphUpdate>((resolve) => {
      this.#onGraph = (graph) => graph.uri === uri && graph.structure && resolve(graph);
    });
    const watched = { uri, collapseState: { isCollapsed: false, except: [] } };
    await this.#connection.sendNotification(watchGraphMethod, { watched });
    const { structure, numbers, objectiveText, stepTitle, staleNotice } = await arrived;
    await this.#connection.sendNotification(watchGraphMethod, { watched: null });
    return { structure, numbers, objectiveText, stepTitle, staleNotice };
  }

  #document(uri: string): TextDocument {
    return this.#documents.get(uri)!;
  }
}
