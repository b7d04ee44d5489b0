/** A test client of the language server: types into documents and records everything the server sends. */

import { PassThrough } from 'node:stream';
import { expect, onTestFinished } from 'vitest';
import {
  type ApplyWorkspaceEditParams,
  ApplyWorkspaceEditRequest,
  CancellationTokenSource,
  type ClientCapabilities,
  type CodeLens,
  CodeLensRefreshRequest,
  CodeLensRequest,
  ConfigurationRequest,
  createConnection,
  createProtocolConnection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  ErrorCodes,
  ExecuteCommandRequest,
  FileChangeType,
  type FileEvent,
  type Hover,
  HoverRequest,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  type InlayHint,
  InlayHintRefreshRequest,
  InlayHintRequest,
  InlayHintResolveRequest,
  LogMessageNotification,
  type LogMessageParams,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  RegistrationRequest,
  ResponseError,
  type ServerCapabilities,
  ShowMessageNotification,
  type ShowMessageParams,
  ShowMessageRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { checkGradientsCommand, trainingStepCommand } from '../../../protocol/editor/commands.ts';
import { isReadOnlyMethod } from '../../../protocol/editor/files.ts';
import type { HoverPictures } from '../../../protocol/editor/hoverPictures.ts';
import type { ClientCommands } from '../../../protocol/editor/initialization.ts';
import { scrubbableMethod } from '../../../protocol/editor/scrub.ts';
import {
  type ShownNumbers,
  shownNumbersMethod,
  type VisibleLines,
  visibleLinesMethod,
} from '../../../protocol/editor/shownNumbers.ts';
import type { Translations } from '../../../protocol/editor/translations.ts';
import { validatingOptions } from '../../../server/src/connection/validation.ts';
import type { StartWorker } from '../../../server/src/evaluation/engineClient.ts';
import { Evaluator, type TimeLimits } from '../../../server/src/evaluation/evaluator.ts';
import { withInlineEngine } from '../../../server/src/evaluation/inlineEngine.ts';
import { diskAccess } from '../../../server/src/node/files/diskAccess.ts';
import { translationsOf } from '../../../server/src/node/translations.ts';
import { start } from '../../../server/src/server.ts';
import { startEngineThread, unlimited } from '../workers/threads.ts';
import { until } from '../workers/until.ts';
import type { ClientFiles } from './clientFiles.ts';
import { Progress } from './progress.ts';
import { editsOf } from './workspaceEdits.ts';

/** The capabilities of VS Code that the server uses. */
const everyCapability: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    applyEdit: true,
    workspaceEdit: { documentChanges: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
  window: { workDoneProgress: true },
};

export interface Setup {
  readonly capabilities?: ClientCapabilities;
  /** The `backprop` settings. */
  readonly settings?: unknown;
  readonly startWorker?: StartWorker;
  readonly limits?: TimeLimits;
  /** Files that the client serves; without them the server reads files itself. */
  readonly files?: ClientFiles;
  /** True if the client leaves `file:` URIs to the server. */
  readonly sharesDisk?: boolean;
  /** True if the client supports the notification `backprop/shownNumbers`. */
  readonly shownNumbers?: boolean;
  /** True for an editor in which no file can be edited. */
  readonly isReadOnly?: boolean;
  readonly clientInfo?: InitializeParams['clientInfo'];
  /** The client's locale, and its own translations. */
  readonly locale?: string;
  readonly translations?: Translations;
  readonly commands?: ClientCommands;
  readonly hoverPictures?: HoverPictures;
  /** The URIs of the folders of the workspace. */
  readonly folders?: readonly string[];
}

/** Starts the server with a test client; at the end of the test, expects that the server logged nothing. */
export async function startEditor({
  capabilities = everyCapability,
  settings = null,
  startWorker = withInlineEngine(startEngineThread),
  limits = unlimited,
  files,
  sharesDisk = false,
  shownNumbers = true,
  locale = 'en',
  translations,
  folders = [],
  commands,
  hoverPictures,
  isReadOnly = false,
  clientInfo,
}: Setup = {}): Promise<Editor> {
  const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
  const serverEnd = createConnection(
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toEditor),
    validatingOptions,
  );
  start(serverEnd, new Evaluator(startWorker, limits), diskAccess, translationsOf);
  const connection = createProtocolConnection(new StreamMessageReader(toEditor), new StreamMessageWriter(toServer));
  const editor = new Editor(connection, settings);
  onTestFinished(async () => {
    await connection.sendRequest(ShutdownRequest.type);
    expect(editor.logMessages).toEqual([]);
  });
  files?.serve(connection);
  connection.onRequest(isReadOnlyMethod, () => isReadOnly);
  await editor.initialize({
    capabilities,
    ...(clientInfo && { clientInfo }),
    locale,
    workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
    initializationOptions: {
      files: files !== undefined,
      sharesDisk,
      shownNumbers,
      readOnlyFiles: isReadOnly,
      translations,
      ...(commands && { commands }),
      ...(hoverPictures && { hoverPictures }),
    },
  });
  return editor;
}

export class Editor {
  /** Everything that the server sent, in order. */
  readonly shownNumbers: ShownNumbers[] = [];
  readonly published: PublishDiagnosticsParams[] = [];
  readonly edits: ApplyWorkspaceEditParams[] = [];
  readonly messages: ShowMessageParams[] = [];
  readonly questions: string[] = [];
  /** The button pressed in each question; undefined to close it. */
  answer: string | undefined;
  readonly logMessages: LogMessageParams[] = [];
  readonly progress: Progress;
  /** Dynamic registrations of the server. */
  readonly registrations: Registration[] = [];
  refreshes = 0;
  hintRefreshes = 0;
  settings: unknown;
  /** True if requests of the server fail. */
  isRefusing = false;
  capabilities: ServerCapabilities | undefined;
  /** Runs before the server's edit is applied. */
  beforeEdit: () => Promise<void> = () => Promise.resolve();
  readonly connection: ProtocolConnection;
  readonly #documents = new Map<string, TextDocument>();
  /** The last version of each document whose numbers and diagnostics have both arrived. */
  readonly #evaluatedVersions = new Map<string, number>();

  constructor(connection: ProtocolConnection, settings: unknown) {
    this.connection = connection;
    this.settings = settings;
    connection.onNotification(shownNumbersMethod, (numbers: ShownNumbers) => {
      this.shownNumbers.push(numbers);
    });
    connection.onNotification(PublishDiagnosticsNotification.type, (published) => {
      this.published.push(published);
      const { uri, version } = published;
      if (version !== undefined && this.#numbersOf(uri, version) !== undefined)
        this.#evaluatedVersions.set(uri, version);
    });
    connection.onNotification(ShowMessageNotification.type, (message) => {
      this.messages.push(message);
    });
    connection.onRequest(ShowMessageRequest.type, (message) => {
      this.questions.push(message.message);
      return message.actions?.find(({ title }) => title === this.answer) ?? null;
    });
    connection.onNotification(LogMessageNotification.type, (message) => {
      this.logMessages.push(message);
    });
    connection.onRequest(ConfigurationRequest.type, () => [this.settings]);
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registrations.push(...registrations);
    });
    connection.onRequest(CodeLensRefreshRequest.type, () => {
      this.refreshes++;
      this.#throwIfRefusing();
    });
    connection.onRequest(InlayHintRefreshRequest.type, () => {
      this.hintRefreshes++;
      this.#throwIfRefusing();
    });
    this.progress = new Progress(connection, () => this.#throwIfRefusing());
    connection.onRequest(ApplyWorkspaceEditRequest.type, async (params) => {
      this.#throwIfRefusing();
      await this.beforeEdit();
      return { applied: this.#apply(params) };
    });
    connection.listen();
  }

  async initialize(params: Omit<InitializeParams, 'processId' | 'rootUri'>): Promise<void> {
    const initialize = { processId: null, rootUri: null, ...params };
    this.capabilities = (await this.connection.sendRequest(InitializeRequest.type, initialize)).capabilities;
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  async open(uri: string, text: string): Promise<void> {
    this.#documents.set(uri, TextDocument.create(uri, 'bp', 1, text));
    const textDocument = { uri, languageId: 'bp', version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    this.#evaluatedVersions.delete(uri);
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** Replaces the first occurrence of a text. */
  async replace(uri: string, text: string, replacement: string): Promise<void> {
    await this.edit(uri, this.rangeOf(uri, text), replacement);
  }

  /** Replaces several texts in one change, listed from the end of the document to its start. */
  async replaceAll(uri: string, replacements: Readonly<Record<string, string>>): Promise<void> {
    const changes = Object.entries(replacements).map(([text, replacement]) => ({
      range: this.rangeOf(uri, text),
      text: replacement,
    }));
    await this.#change(uri, changes);
  }

  async edit(uri: string, range: Range, text: string): Promise<void> {
    await this.#change(uri, [{ range, text }]);
  }

  text(uri: string): string {
    return this.#document(uri).getText();
  }

  version(uri: string): number {
    return this.#document(uri).version;
  }

  /**
   * The numbers of the current text, once they have arrived, and the diagnostics with them: the server sends
   * these right after them, and they arrive one tick later.
   */
  numbers(uri: string): Promise<ShownNumbers> {
    const version = this.version(uri);
    return until(() => (this.#evaluatedVersions.get(uri) === version ? this.#numbersOf(uri, version) : undefined));
  }

  #numbersOf(uri: string, version: number): ShownNumbers | undefined {
    return this.shownNumbers.findLast(
      (numbers) => numbers.uri === uri && numbers.version === version && numbers.summary.objectiveText !== null,
    );
  }

  /** The codes of the problems of the current text, once it has been evaluated. */
  async problems(uri: string): Promise<readonly unknown[]> {
    await this.evaluated(uri);
    const version = this.version(uri);
    const { diagnostics } = await until(() =>
      this.published.findLast((published) => published.uri === uri && published.version === version),
    );
    return diagnostics.map(({ code }) => code);
  }

  /** Waits until the current text has been evaluated, or refused; its numbers have then arrived. */
  async evaluated(uri: string): Promise<void> {
    await this.connection.sendRequest(scrubbableMethod, { uri, position: { line: 0, character: 0 } });
  }

  /** The lenses as text: `2: y = 5`, lines from 0. */
  async lenses(uri: string): Promise<string[]> {
    const lenses: CodeLens[] | null = await this.connection.sendRequest(CodeLensRequest.type, {
      textDocument: { uri },
    });
    return (lenses ?? []).map(({ range, command }) => `${range.start.line}: ${command?.title}`);
  }

  /** The inlay hints of the first lines as text: `2: = 5`, lines from 0. */
  async hints(uri: string, lines = this.#document(uri).lineCount): Promise<string[]> {
    const hints = await this.#hintsOf(uri, lines);
    return hints.map(({ position, label }) => `${position.line}: ${label}`);
  }

  /** The resolved tooltip of the first inlay hint in a line. */
  async hintTooltip(uri: string, line: number): Promise<string | undefined> {
    const hint = (await this.#hintsOf(uri, line + 1)).find(({ position }) => position.line === line)!;
    const { tooltip } = await this.connection.sendRequest(InlayHintResolveRequest.type, hint);
    return typeof tooltip === 'object' ? tooltip.value : tooltip;
  }

  async #hintsOf(uri: string, lines: number): Promise<readonly InlayHint[]> {
    const range = { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } };
    return (await this.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range })) ?? [];
  }

  /** The hover on the first occurrence of a text. */
  async hover(uri: string, text: string): Promise<string> {
    const hover: Hover | null = await this.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: this.rangeOf(uri, text).start,
    });
    return hover && typeof hover.contents === 'object' && 'value' in hover.contents ? hover.contents.value : '';
  }

  step(uri: string): Promise<void> {
    return this.run(trainingStepCommand, uri);
  }

  check(uri: string): Promise<void> {
    return this.run(checkGradientsCommand, uri);
  }

  /** Runs a server command on a file and waits for its end. */
  async run(command: string, uri: string): Promise<void> {
    await this.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: [uri] });
  }

  async save(uri: string): Promise<void> {
    await this.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** Sends a request, cancels it at once, and returns the outcome. */
  async cancelRequest(method: string, params: object): Promise<'answered' | 'refused'> {
    const source = new CancellationTokenSource();
    const outcome = this.connection.sendRequest(method, params, source.token);
    source.cancel();
    return await outcome.then(
      () => 'answered',
      () => 'refused',
    );
  }

  /** Reports the visible lines. */
  async showLines(lines: VisibleLines): Promise<void> {
    await this.connection.sendNotification(visibleLinesMethod, lines);
  }

  /** Reports changed files. */
  async filesChanged(...uris: readonly string[]): Promise<void> {
    const changes: FileEvent[] = uris.map((uri) => ({ uri, type: FileChangeType.Changed }));
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  /** Changes the settings, as a user does while working. */
  async configure(settings: unknown): Promise<void> {
    this.settings = settings;
    await this.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  }

  #throwIfRefusing(): void {
    if (this.isRefusing) throw new ResponseError(ErrorCodes.MethodNotFound, 'never heard of it');
  }

  #document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (document === undefined) throw new Error(`${uri} is not open`);
    return document;
  }

  /** The range of the first occurrence of a text. */
  rangeOf(uri: string, text: string): Range {
    const document = this.#document(uri);
    const start = document.getText().indexOf(text);
    if (start < 0) throw new Error(`'${text}' is not in ${uri}`);
    const positionAt = (offset: number): Position => document.positionAt(offset);
    return { start: positionAt(start), end: positionAt(start + text.length) };
  }

  async #change(uri: string, changes: readonly { range: Range; text: string }[]): Promise<void> {
    const document = this.#document(uri);
    const version = document.version + 1;
    TextDocument.update(document, [...changes], version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [...changes],
    });
  }

  /** Applies an edit if its version is current; returns whether it did. */
  #apply(params: ApplyWorkspaceEditParams): boolean {
    this.edits.push(params);
    const edits = editsOf(params.edit);
    const fits = edits.every(({ uri, version }) => version === null || version === this.version(uri));
    if (fits) for (const { uri, changes } of edits) void this.#change(uri, changes);
    return fits;
  }
}
