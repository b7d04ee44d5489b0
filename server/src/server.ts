/** The language server: keeps the open files, runs each change through analysis and evaluation, and lends itself to the features. */

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
import { writeSafetensors } from './data/safetensors.ts';
import { OpenFile } from './documents/openDocument.ts';
import type { Trial } from './documents/override.ts';
import type { TrainingReport } from './engine/training/reportedTraining.ts';
import type { Moment, SessionJob } from './engine/training/session/commands.ts';
import type { TrainingJob } from './engine/training/train.ts';
import type { Evaluator } from './evaluation/evaluator.ts';
import { features } from './features/all.ts';
import { type FileView, type ModelFile, type Server, sent, type Trainer } from './features/feature.ts';
import { warn } from './features/messages.ts';
import { notSaved } from './features/training/trainedValues.ts';
import { filesOf } from './files/clientFiles.ts';
import { checkpointOf } from './files/fileStore.ts';
import type { FileAccess } from './files/storedFile.ts';
import { canonicalUri } from './files/uris.ts';
import { WorkspaceFiles } from './files/workspaceFiles.ts';
import { openModel } from './files/workspaceModels.ts';
import { WatchedGraph } from './graph/watchedGraph.ts';
import type { Model } from './language/lowering/model.ts';
import type { InitializationOptions } from './protocol/initialization.ts';
import { defaultSettings, type Settings, sameSettings, settingsOf } from './protocol/settings.ts';
import type { Translations } from './protocol/translations.ts';
import { readModel } from './snapshot/readModel.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import type { CheckOutcome, GradientCheck } from './training/gradientCheck.ts';
import type { SessionUnderway } from './training/sessionJob.ts';
import { noSteps, type Step, type StepsTaken } from './training/stepEdits.ts';
import type { TrainingUnderway } from './training/trainingJob.ts';

/** What a client that doesn't lend files is asked to watch: models, checkpoints, and samples as their files are mostly named. */
const watchers = [{ globPattern: '**/*.{bp,safetensors,csv,data,txt}' }];

/**
 * Serves a connection until it closes.
 * @param files how files are reached where the client can't lend them.
 * @param translationsOf finds the texts for users in a language, where the client brings none.
 * @param problemPages where the pages on problems lie, as in `InitializationOptions`, where the client doesn't say.
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
  readonly trainers = new Map<string, Trainer>();
  readonly files: WorkspaceFiles;
  readonly #connection: Connection;
  readonly #evaluator: Evaluator;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #files = new Map<string, OpenFile>();
  readonly #translationsOf: TranslationsOf;
  readonly #problemPages: string | undefined;
  #settingsRead: Promise<void> = Promise.resolve();
  /** So that none of those that are evaluated at once takes the place of another one. */
  #textCount = 0;
  readonly #settled = new Emitter<FileView>();
  readonly #closed = new Emitter<string>();
  readonly #settingsChanged = new Emitter<void>();
  readonly onSettled = this.#settled.event;
  readonly onClosed = this.#closed.event;
  readonly onSettings = this.#settingsChanged.event;

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
    connection.onDidChangeWatchedFiles(({ changes }) => this.#changedBeside(changes.map(({ uri }) => uri)));
    connection.onInitialized(() => this.#initialized());
    connection.onDidChangeConfiguration(() => this.#readSettings());
    connection.onShutdown(() => this.#shutdown());
    this.#documents.onDidChangeContent(({ document }) => this.#change(document));
    this.#documents.onDidSave(({ document }) => this.#save(document.uri));
    this.#documents.onDidClose(({ document }) => this.#close(document.uri));
    this.#documents.listen(connection);
  }

  get problemPages(): string | undefined {
    const isShown = this.client.textDocument?.publishDiagnostics?.codeDescriptionSupport;
    return isShown ? (this.options.problemPages ?? this.#problemPages) : undefined;
  }

  text(uri: string): string | undefined {
    return this.#documents.get(uri)?.getText();
  }

  async settled(uri: string): Promise<FileView | undefined> {
    await this.#files.get(uri)?.settled();
    return this.#files.get(uri)?.view;
  }

  async finished(uri: string): Promise<FileView | undefined> {
    await this.#files.get(uri)?.finished();
    return this.#files.get(uri)?.view;
  }

  async model(uri: string): Promise<ModelFile | undefined> {
    const view = await this.settled(uri);
    return view && openModel(view);
  }

  async models(): Promise<readonly ModelFile[]> {
    const open = await Promise.all([...this.#files.keys()].map((uri) => this.model(uri)));
    return this.files.models(open.flatMap((file) => file ?? []));
  }

  async evaluateText(uri: string, text: string): Promise<Snapshot> {
    const snapshot = (await readModel(text, 0, this.files.around(uri)))!;
    const outcome = await this.#evaluator.evaluate(`text ${this.#textCount++} of ${uri}`, snapshot);
    return outcome.kind === 'superseded' ? snapshot : outcome.snapshot;
  }

  stepsTaken(uri: string): StepsTaken {
    return this.#files.get(uri)?.stepsTaken ?? noSteps;
  }

  step(uri: string, text: string, step: Step): void {
    this.#files.get(uri)?.step(text, step);
  }

  stepBack(uri: string): boolean {
    return this.#files.get(uri)?.stepBack() ?? false;
  }

  train(model: Model, job: TrainingJob, onReport: (report: TrainingReport) => void): TrainingUnderway {
    return this.#evaluator.train(model, job, onReport);
  }

  lead(job: SessionJob, onMoment: (moment: Moment) => void): SessionUnderway {
    return this.#evaluator.lead(job, onMoment);
  }

  async saveTrained(uri: string): Promise<void> {
    const trained = this.#files.get(uri)?.unsaved;
    if (trained === undefined) return;
    await this.files.write(checkpointOf(uri), writeSafetensors(trained));
    this.#files.get(uri)?.saved(trained);
  }

  async resetTrained(uri: string): Promise<void> {
    await this.files.write(checkpointOf(uri), undefined);
    this.#files.get(uri)?.resetTrained();
  }

  pickRoot(uri: string, name: string | undefined): void {
    this.#files.get(uri)?.pickRoot(name);
  }

  async check(uri: string, check: GradientCheck, cancelled: CancellationToken): Promise<CheckOutcome> {
    if (cancelled.isCancellationRequested) return { kind: 'superseded' };
    const listening = cancelled.onCancellationRequested(() => this.#evaluator.dropCheck(uri));
    try {
      return await this.#evaluator.check(uri, check);
    } finally {
      listening.dispose();
    }
  }

  amend(uri: string, shown: Snapshot, amended: Snapshot): boolean {
    return this.#files.get(uri)?.amend(shown, amended) ?? false;
  }

  async trial(uri: string): Promise<Trial | undefined> {
    return this.#files.get(uri)?.trial();
  }

  endTrial(uri: string): void {
    this.#files.get(uri)?.endTrial();
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
    if (this.options.files) this.files.accessBy(filesOf(this.#connection));
    this.files.changeFolders(workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []), []);
    const own: ServerCapabilities = {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    };
    return { capabilities: Object.assign(own, ...features.map((feature) => feature.capabilities)) };
  }

  async #initialized(): Promise<void> {
    if (this.client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      sent(this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'backprop' }));
    }
    if (this.client.workspace?.workspaceFolders) {
      this.#connection.workspace.onDidChangeWorkspaceFolders((change) => this.#changeFolders(change));
    }
    if (!this.options.files && this.client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      sent(this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
    }
    const read = this.#readSettings();
    this.#settingsRead = read.catch(() => undefined);
    await read;
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
      file = new OpenFile(
        uri,
        this.#evaluator,
        () => this.files.around(uri),
        this.#settingsRead,
        (view) => this.#settled.fire(view),
      );
      this.#files.set(uri, file);
    }
    file.change(document);
    this.#changedBeside([uri]);
  }

  #openText(canonical: string): string | undefined {
    return this.#documents
      .all()
      .find(({ uri }) => canonicalUri(uri) === canonical)
      ?.getText();
  }

  /** Saving the text saves what was trained beside it. */
  async #save(uri: string): Promise<void> {
    await this.saveTrained(uri).catch((error: unknown) => warn(this.#connection, notSaved(error)));
  }

  /** What a model may name depends on the folders of the workspace. */
  #changeFolders({ added, removed }: WorkspaceFoldersChangeEvent): void {
    const uris = (folders: readonly WorkspaceFolder[]) => folders.map(({ uri }) => uri);
    this.files.changeFolders(uris(added), uris(removed));
    for (const file of this.#files.values()) file.readAgain();
  }

  #changedBeside(uris: readonly string[]): void {
    const changed = uris.map(canonicalUri);
    for (const uri of changed) this.files.forget(uri);
    for (const file of this.#files.values()) file.changedBeside(changed);
  }

  #close(uri: string): void {
    this.#files.get(uri)?.close();
    this.#files.delete(uri);
    this.#closed.fire(uri);
    this.#changedBeside([uri]);
    this.files.keep(new Set([...this.#files.values()].flatMap(({ used }) => [...used])));
  }

  #shutdown(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
    this.#evaluator.dispose();
  }
}
