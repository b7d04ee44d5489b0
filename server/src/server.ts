/** The language server: keeps the open files, runs each change through analysis and evaluation, and lends itself to the features. */

import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
  Emitter,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { readThrough } from './clientFiles.ts';
import type { Evaluator } from './evaluator.ts';
import { backwardPass } from './features/backwardPass.ts';
import { codeLens } from './features/codeLens.ts';
import { diagnostics } from './features/diagnostics.ts';
import type { Feature, FileView, Server } from './features/feature.ts';
import { hover } from './features/hover.ts';
import { result } from './features/result.ts';
import { sgdStep } from './features/sgdStep.ts';
import { type FileContent, FileStore, type ReadFile } from './fileStore.ts';
import { OpenFile } from './openFile.ts';
import type { InitializationOptions } from './protocol/files.ts';
import { defaultSettings, type Settings } from './protocol/settings.ts';
import { sameSettings, settingsOf } from './settings.ts';

const features: readonly Feature[] = [diagnostics, codeLens, result, hover, sgdStep, backwardPass];

/**
 * Serves a connection until it closes.
 * @param readFile how files are read where the client can't lend them.
 */
export function start(connection: Connection, evaluator: Evaluator, readFile: ReadFile): void {
  const server = new LanguageServer(connection, evaluator, readFile);
  for (const feature of features) feature.register(connection, server);
  connection.listen();
}

class LanguageServer implements Server {
  settings: Settings = defaultSettings;
  client: ClientCapabilities = {};
  readonly #connection: Connection;
  readonly #evaluator: Evaluator;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #files = new Map<string, OpenFile>();
  readonly #store = new FileStore((uri, limit) => this.#read(uri, limit));
  #readFile: ReadFile;
  #folders: readonly string[] = [];
  readonly #settled = new Emitter<FileView>();
  readonly #closed = new Emitter<string>();
  readonly #settingsChanged = new Emitter<void>();
  readonly onSettled = this.#settled.event;
  readonly onClosed = this.#closed.event;
  readonly onSettings = this.#settingsChanged.event;

  constructor(connection: Connection, evaluator: Evaluator, readFile: ReadFile) {
    this.#connection = connection;
    this.#evaluator = evaluator;
    this.#readFile = readFile;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) this.#changedBeside(uri);
    });
    connection.onInitialized(() => this.#initialized());
    connection.onDidChangeConfiguration(() => this.#readSettings());
    connection.onShutdown(() => this.#shutdown());
    this.#documents.onDidChangeContent(({ document }) => this.#change(document));
    this.#documents.onDidClose(({ document }) => this.#close(document.uri));
    this.#documents.listen(connection);
  }

  async settled(uri: string): Promise<FileView | undefined> {
    await this.#files.get(uri)?.settled();
    return this.#files.get(uri)?.view;
  }

  async finished(uri: string): Promise<FileView | undefined> {
    await this.#files.get(uri)?.finished();
    return this.#files.get(uri)?.view;
  }

  step(uri: string, text: string): void {
    this.#files.get(uri)?.step(text);
  }

  #initialize({ capabilities, initializationOptions, workspaceFolders, rootUri }: InitializeParams): InitializeResult {
    this.client = capabilities;
    const options: InitializationOptions = initializationOptions ?? {};
    if (options.files) this.#readFile = readThrough(this.#connection);
    this.#folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    const own: ServerCapabilities = {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    };
    return { capabilities: Object.assign(own, ...features.map((feature) => feature.capabilities)) };
  }

  async #initialized(): Promise<void> {
    if (this.client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'backprop' });
    }
    await this.#readSettings();
  }

  async #readSettings(): Promise<void> {
    if (!this.client.workspace?.configuration) return;
    const settings = settingsOf(await this.#connection.workspace.getConfiguration('backprop'));
    if (sameSettings(settings, this.settings)) return;
    this.settings = settings;
    this.#settingsChanged.fire();
    for (const { view } of this.#files.values()) if (view) this.#settled.fire(view);
  }

  #change(document: TextDocument): void {
    const { uri } = document;
    let file = this.#files.get(uri);
    if (file === undefined) {
      const filesAround = () => this.#store.around(uri, this.#folders);
      file = new OpenFile(uri, this.#evaluator, filesAround, (view) => this.#settled.fire(view));
      this.#files.set(uri, file);
    }
    file.change(document);
    this.#changedBeside(uri);
  }

  /** What is open counts as it is in the editor, saved or not. */
  async #read(uri: string, limit: number): Promise<FileContent> {
    const open = this.#documents.get(uri);
    return open ? { kind: 'bytes', bytes: new TextEncoder().encode(open.getText()) } : this.#readFile(uri, limit);
  }

  #changedBeside(uri: string): void {
    this.#store.forget(uri);
    for (const file of this.#files.values()) file.changedBeside(uri);
  }

  #close(uri: string): void {
    this.#files.get(uri)?.close();
    this.#files.delete(uri);
    this.#closed.fire(uri);
    this.#changedBeside(uri);
  }

  #shutdown(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
    this.#evaluator.dispose();
  }
}
