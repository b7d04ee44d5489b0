/** A feature of the language server, and the services that features use. */

import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import type { OpenDocuments } from '../documents/openDocuments.ts';
import type { WorkspaceModels } from '../documents/workspaceModels.ts';
import type { Evaluator } from '../evaluation/evaluator.ts';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';
import type { WatchedGraph } from '../graph/watchedGraph.ts';
import type { Client } from './support/client.ts';
import type { ClientSettings } from './support/clientSettings.ts';
import type { TrainingLocks } from './training/trainingLocks.ts';

export interface Feature {
  readonly capabilities: ServerCapabilities;
  /** Called once, before the client is initialized. A feature names the services that it needs. */
  register(connection: Connection, services: Services): void;
}

export interface Services {
  readonly client: Client;
  readonly settings: ClientSettings;
  readonly documents: OpenDocuments;
  readonly files: WorkspaceFiles;
  readonly models: WorkspaceModels;
  readonly evaluator: Evaluator;
  /** The graph that the client shows. */
  readonly watchedGraph: WatchedGraph;
  /** Locks of the files that are being trained. */
  readonly trainingLocks: TrainingLocks;
}
