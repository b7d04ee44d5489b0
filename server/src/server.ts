/** The language server: joins open documents, the evaluator and the features on one connection. */

import * as l10n from '@vscode/l10n';
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
  type WorkspaceFolder,
  type WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver';
import type { Translations } from '../../protocol/editor/translations.ts';
import { learnedParamsSuffix } from '../../protocol/shared/filePolicy.ts';
import { handleRejected } from './connection/validation.ts';
import { dataExtensions } from './data/formats/table.ts';
import { OpenDocuments } from './documents/openDocuments.ts';
import { WorkspaceModels } from './documents/workspaceModels.ts';
import type { Evaluator } from './evaluation/evaluator.ts';
import type { Services } from './features/feature.ts';
import { features } from './features/features.ts';
import { Client } from './features/support/client.ts';
import { ClientSettings } from './features/support/clientSettings.ts';
import { fireAndForget } from './features/support/fireAndForget.ts';
import { TrainingLocks } from './features/training/trainingLocks.ts';
import { fileAccessFor } from './files/clientFileAccess.ts';
import type { FileAccess } from './files/fileAccess.ts';
import { WorkspaceFiles } from './files/workspaceFiles.ts';
import { WatchedGraph } from './graph/watchedGraph.ts';

/** Watched by a client that does not provide files itself: models, learned params, and files of samples. */
const watchedExtensions = new Set(['.bp', learnedParamsSuffix, ...dataExtensions]);
const watchers = [{ globPattern: `**/*{${[...watchedExtensions].join(',')}}` }];

/**
 * Serves a connection until it closes.
 * @param connection made with `validatingOptions`.
 * @param disk access to the files of the server's machine.
 * @param translationsOf finds the translations of a language if the client provides none.
 * @param problemPages the address of the pages on problems, as in `InitializationOptions`, if the client names none.
 */
export function start(
  connection: Connection,
  evaluator: Evaluator,
  disk: FileAccess,
  translationsOf: TranslationsOf,
  problemPages?: string,
): void {
  const server = new LanguageServer(connection, evaluator, disk, translationsOf, problemPages);
  handleRejected(connection);
  for (const feature of features) feature.register(connection, server);
  // Features adopt new settings before they are called for what is shown.
  server.settings.onChanged(() => server.documents.republish());
  connection.listen();
}

type TranslationsOf = (locale: string) => Translations | undefined;

class LanguageServer implements Services {
  readonly client: Client;
  readonly settings = new ClientSettings();
  readonly documents: OpenDocuments;
  readonly files: WorkspaceFiles;
  readonly models: WorkspaceModels;
  readonly evaluator: Evaluator;
  readonly watchedGraph = new WatchedGraph();
  readonly trainingLocks = new TrainingLocks();
  readonly #connection: Connection;
  readonly #disk: FileAccess;
  readonly #translationsOf: TranslationsOf;
  #settingsRead: Promise<void> = Promise.resolve();

  constructor(
    connection: Connection,
    evaluator: Evaluator,
    disk: FileAccess,
    translationsOf: TranslationsOf,
    problemPages: string | undefined,
  ) {
    this.#connection = connection;
    this.#disk = disk;
    this.#translationsOf = translationsOf;
    this.client = new Client(problemPages);
    this.evaluator = evaluator;
    this.files = new WorkspaceFiles(
      disk,
      (uri) => this.documents.textAt(uri),
      () => this.documents.usedUris,
    );
    this.documents = new OpenDocuments(connection, evaluator, this.files, () => this.#settingsRead);
    this.models = new WorkspaceModels(this.documents, this.files);
    connection.onInitialize((params) => this.#initialize(params));
    connection.onDidChangeWatchedFiles(({ changes }) => this.documents.onFilesChanged(changes.map(({ uri }) => uri)));
    connection.onInitialized(() => this.#initialized());
    connection.onDidChangeConfiguration(() => this.#readSettings());
    connection.onShutdown(() => this.#shutdown());
  }

  #initialize(params: InitializeParams): InitializeResult {
    const { locale = 'en', workspaceFolders, rootUri } = params;
    this.client.initialize(params);
    const { translations } = this.client.options;
    l10n.config({ contents: translations ?? this.#translationsOf(locale) ?? {} });
    this.files.setAccess(fileAccessFor(this.#connection, this.client.options, this.#disk));
    this.files.changeFolders(workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []), []);
    const serverCapabilities: ServerCapabilities = {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    };
    return { capabilities: Object.assign(serverCapabilities, ...features.map((feature) => feature.capabilities)) };
  }

  async #initialized(): Promise<void> {
    const { capabilities, options } = this.client;
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      fireAndForget(this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'backprop' }));
    }
    if (capabilities.workspace?.workspaceFolders) {
      this.#connection.workspace.onDidChangeWorkspaceFolders((change) => this.#changeFolders(change));
    }
    if (!options.files && capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      fireAndForget(this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
    }
    const settingsRead = this.#readSettings();
    this.#settingsRead = settingsRead.catch(() => undefined);
    await settingsRead;
  }

  #readSettings(): Promise<void> {
    return this.settings.read(this.#connection, this.client);
  }

  /** The files that a model may name depend on the folders of the workspace. */
  #changeFolders({ added, removed }: WorkspaceFoldersChangeEvent): void {
    const uris = (folders: readonly WorkspaceFolder[]) => folders.map(({ uri }) => uri);
    this.files.changeFolders(uris(added), uris(removed));
    this.documents.analyzeAgain();
  }

  #shutdown(): void {
    this.documents.closeAll();
    this.evaluator.dispose();
  }
}
