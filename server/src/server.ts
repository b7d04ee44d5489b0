/** The language server: joins open documents, the evaluator and the features on one connection. */

import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  Emitter,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceFolder,
  type WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InitializationOptions } from '../../protocol/initialization.ts';
import { defaultSettings, parseSettings, type Settings, sameSettings } from '../../protocol/settings.ts';
import type { Translations } from '../../protocol/translations.ts';
import { writeSafetensors } from './data/safetensors.ts';
import type { FileView } from './documents/fileView.ts';
import { OpenDocument } from './documents/openDocument.ts';
import { Overlay } from './documents/overlay.ts';
import type { Scrub } from './documents/scrub.ts';
import type { SessionJob, SessionState } from './engine/training/session/commands.ts';
import type { Evaluator } from './evaluation/evaluator.ts';
import { saveFailedMessage } from './features/commands/trainedValues.ts';
import { fireAndForget, type Server, type TrainingLock } from './features/feature.ts';
import { features } from './features/features.ts';
import { showWarning } from './features/messages.ts';
import { clientFileAccess } from './files/clientFiles.ts';
import { trainedValuesFileOf } from './files/fileStore.ts';
import type { ModelFile } from './files/modelFile.ts';
import type { FileAccess } from './files/storedFile.ts';
import { canonicalUri } from './files/uris.ts';
import { WorkspaceFiles } from './files/workspaceFiles.ts';
import { openModel } from './files/workspaceModels.ts';
import { WatchedGraph } from './graph/watchedGraph.ts';
import { analyzeWithFiles } from './snapshot/analyzeWithFiles.ts';
import type { Evaluated, Snapshot } from './snapshot/snapshot.ts';
import type { CheckOutcome, GradientCheck } from './trainingJobs/gradientCheck.ts';
import type { SessionHandle } from './trainingJobs/sessionJob.ts';
import { noSteps, type Step, type StepsTaken } from './trainingJobs/stepEdits.ts';

/** Watched by a client that does not provide files itself: models, trained values, and files of samples. */
const watchers = [{ globPattern: '**/*.{bp,safetensors,csv,data,txt}' }];

/**
 * Serves a connection until it closes.
 * @param files access to files if the client does not provide it.
 * @param translationsOf finds the translations of a language if the client provides none.
 * @param problemPages the address of the pages on problems, as in `InitializationOptions`, if the client names none.
 */
export function start(
  connection: Connection,
  evaluator: Evaluator,
  files: FileAccess,
  translationsOf: TranslationsOf,
  problemPages?: string,
): void {
  const server = new LanguageServer(connection, evaluator, files, translationsOf, problemPages);
  for (const feature of features) feature.register(connection, server);
  connection.listen();
}

type TranslationsOf = (locale: string) => Translations | undefined;

class LanguageServer implements Server {
  settings: Settings = defaultSettings;
  client: ClientCapabilities = {};
  options: InitializationOptions = {};
  readonly watchedGraph = new WatchedGraph();
  readonly trainingLocks = new Map<string, TrainingLock>();
  readonly files: WorkspaceFiles;
  readonly #connection: Connection;
  readonly #evaluator: Evaluator;
  readonly #textDocuments = new TextDocuments(TextDocument);
  readonly #openDocuments = new Map<string, OpenDocument>();
  readonly #translationsOf: TranslationsOf;
  readonly #problemPages: string | undefined;
  #settingsRead: Promise<void> = Promise.resolve();
  /** Makes the queue keys of evaluated texts unique, so that none supersedes another. */
  #evaluatedTextCount = 0;
  readonly #shown = new Emitter<FileView>();
  readonly #closed = new Emitter<string>();
  readonly #settingsChanged = new Emitter<void>();
  readonly onShown = this.#shown.event;
  readonly onClosed = this.#closed.event;
  readonly onSettingsChanged = this.#settingsChanged.event;

  constructor(
    connection: Connection,
    evaluator: Evaluator,
    files: FileAccess,
    translationsOf: TranslationsOf,
    problemPages: string | undefined,
  ) {
    this.#connection = connection;
    this.#evaluator = evaluator;
    this.files = new WorkspaceFiles(files, (uri) => this.#openText(uri));
    this.#translationsOf = translationsOf;
    this.#problemPages = problemPages;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onDidChangeWatchedFiles(({ changes }) => this.#onFilesChanged(changes.map(({ uri }) => uri)));
    connection.onInitialized(() => this.#initialized());
    connection.onDidChangeConfiguration(() => this.#readSettings());
    connection.onShutdown(() => this.#shutdown());
    this.#textDocuments.onDidChangeContent(({ document }) => this.#change(document));
    this.#textDocuments.onDidSave(({ document }) => this.#save(document.uri));
    this.#textDocuments.onDidClose(({ document }) => this.#close(document.uri));
    this.#textDocuments.listen(connection);
  }

  get problemPages(): string | undefined {
    const isShown = this.client.textDocument?.publishDiagnostics?.codeDescriptionSupport;
    return isShown ? (this.options.problemPages ?? this.#problemPages) : undefined;
  }

  text(uri: string): string | undefined {
    return this.#textDocuments.get(uri)?.getText();
  }

  async shownFile(uri: string): Promise<FileView | undefined> {
    await this.#openDocuments.get(uri)?.whenShown();
    return this.#openDocuments.get(uri)?.view;
  }

  async evaluatedFile(uri: string): Promise<FileView | undefined> {
    await this.#openDocuments.get(uri)?.whenFinished();
    return this.#openDocuments.get(uri)?.view;
  }

  async model(uri: string): Promise<ModelFile | undefined> {
    const view = await this.shownFile(uri);
    return view && openModel(uri, view.snapshot);
  }

  async models(): Promise<readonly ModelFile[]> {
    const openModels = await Promise.all([...this.#openDocuments.keys()].map((uri) => this.model(uri)));
    return this.files.models(openModels.flatMap((model) => model ?? []));
  }

  async evaluateText(uri: string, text: string): Promise<Snapshot> {
    const snapshot = (await analyzeWithFiles(text, 0, this.files.filesFor(uri)))!;
    const outcome = await this.#evaluator.evaluate(`text ${this.#evaluatedTextCount++} of ${uri}`, snapshot);
    return outcome.kind === 'superseded' ? snapshot : outcome.snapshot;
  }

  stepsTaken(uri: string): StepsTaken {
    return this.#openDocuments.get(uri)?.stepsTaken ?? noSteps;
  }

  announceStep(uri: string, text: string, step: Step): void {
    this.#openDocuments.get(uri)?.recordStep(text, step);
  }

  stepBack(uri: string): boolean {
    return this.#openDocuments.get(uri)?.stepBack() ?? false;
  }

  startSession(job: SessionJob, onState: (state: SessionState) => void): SessionHandle {
    return this.#evaluator.startSession(job, onState);
  }

  async saveTrained(uri: string): Promise<void> {
    const trained = this.#openDocuments.get(uri)?.unsaved;
    if (trained === undefined) return;
    await this.files.write(trainedValuesFileOf(uri), writeSafetensors(trained));
    this.#openDocuments.get(uri)?.markSaved(trained);
  }

  async resetTrained(uri: string): Promise<void> {
    await this.files.write(trainedValuesFileOf(uri), undefined);
    this.#openDocuments.get(uri)?.resetTrained();
  }

  pickRoot(uri: string, name: string | undefined): void {
    this.#openDocuments.get(uri)?.pickRoot(name);
  }

  async checkGradients(uri: string, check: GradientCheck, token: CancellationToken): Promise<CheckOutcome> {
    if (token.isCancellationRequested) return { kind: 'superseded' };
    const subscription = token.onCancellationRequested(() => this.#evaluator.dropCheck(uri));
    try {
      return await this.#evaluator.check(uri, check);
    } finally {
      subscription.dispose();
    }
  }

  replaceShown(uri: string, shown: Snapshot, replacement: Snapshot): boolean {
    return this.#openDocuments.get(uri)?.replaceShown(shown, replacement) ?? false;
  }

  overlay(uri: string, base: Evaluated): Overlay {
    return new Overlay(base, {
      acceptsOverlay: (overlay) => this.#openDocuments.get(uri)?.acceptsOverlay(overlay) ?? false,
      showOverlay: (overlay, shown) => this.#openDocuments.get(uri)?.showOverlay(overlay, shown) ?? false,
    });
  }

  async startScrub(uri: string): Promise<Scrub | undefined> {
    return this.#openDocuments.get(uri)?.startScrub();
  }

  cancelScrub(uri: string): void {
    this.#openDocuments.get(uri)?.cancelScrub();
  }

  #initialize({
    capabilities,
    initializationOptions,
    locale = 'en',
    workspaceFolders,
    rootUri,
  }: InitializeParams): InitializeResult {
    this.client = capabilities;
    this.options = initializationOptions ?? {};
    l10n.config({ contents: this.options.translations ?? this.#translationsOf(locale) ?? {} });
    if (this.options.files) this.files.setAccess(clientFileAccess(this.#connection));
    this.files.changeFolders(workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []), []);
    const serverCapabilities: ServerCapabilities = {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    };
    return { capabilities: Object.assign(serverCapabilities, ...features.map((feature) => feature.capabilities)) };
  }

  async #initialized(): Promise<void> {
    if (this.client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      fireAndForget(this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'backprop' }));
    }
    if (this.client.workspace?.workspaceFolders) {
      this.#connection.workspace.onDidChangeWorkspaceFolders((change) => this.#changeFolders(change));
    }
    if (!this.options.files && this.client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      fireAndForget(this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
    }
    const settingsRead = this.#readSettings();
    this.#settingsRead = settingsRead.catch(() => undefined);
    await settingsRead;
  }

  async #readSettings(): Promise<void> {
    if (!this.client.workspace?.configuration) return;
    const settings = parseSettings(await this.#connection.workspace.getConfiguration('backprop'));
    if (sameSettings(settings, this.settings)) return;
    this.settings = settings;
    this.#settingsChanged.fire();
    for (const { view } of this.#openDocuments.values()) if (view) this.#shown.fire(view);
  }

  #change(document: TextDocument): void {
    const { uri } = document;
    let openDocument = this.#openDocuments.get(uri);
    if (openDocument === undefined) {
      openDocument = new OpenDocument(
        uri,
        this.#evaluator,
        () => this.files.filesFor(uri),
        this.#settingsRead,
        (view) => this.#shown.fire(view),
      );
      this.#openDocuments.set(uri, openDocument);
    }
    openDocument.change(document);
    this.#onFilesChanged([uri]);
  }

  #openText(canonical: string): string | undefined {
    return this.#textDocuments
      .all()
      .find(({ uri }) => canonicalUri(uri) === canonical)
      ?.getText();
  }

  /** Saves the trained params with the text. */
  async #save(uri: string): Promise<void> {
    await this.saveTrained(uri).catch((error: unknown) => showWarning(this.#connection, saveFailedMessage(error)));
  }

  /** The files that a model may name depend on the folders of the workspace. */
  #changeFolders({ added, removed }: WorkspaceFoldersChangeEvent): void {
    const uris = (folders: readonly WorkspaceFolder[]) => folders.map(({ uri }) => uri);
    this.files.changeFolders(uris(added), uris(removed));
    for (const document of this.#openDocuments.values()) document.analyzeAgain();
  }

  #onFilesChanged(uris: readonly string[]): void {
    const changedUris = uris.map(canonicalUri);
    for (const uri of changedUris) this.files.invalidate(uri);
    for (const document of this.#openDocuments.values()) document.onFilesChanged(changedUris);
  }

  #close(uri: string): void {
    this.#openDocuments.get(uri)?.close();
    this.#openDocuments.delete(uri);
    this.#closed.fire(uri);
    this.#onFilesChanged([uri]);
    this.files.retain(new Set([...this.#openDocuments.values()].flatMap(({ usedUris }) => [...usedUris])));
  }

  #shutdown(): void {
    for (const document of this.#openDocuments.values()) document.close();
    this.#openDocuments.clear();
    this.#evaluator.dispose();
  }
}
