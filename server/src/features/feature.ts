/** A feature of the language server, and the server as features see it. */

import type { CancellationToken, ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';
import type { InitializationOptions } from '../../../protocol/initialization.ts';
import type { Settings } from '../../../protocol/settings.ts';
import type { FileView } from '../documents/fileView.ts';
import type { Overlay } from '../documents/overlay.ts';
import type { Scrub } from '../documents/scrub.ts';
import type { SessionJob, SessionState } from '../engine/training/session/commands.ts';
import type { FileResolver, ModelFile } from '../files/modelFile.ts';
import type { WatchedGraph } from '../graph/watchedGraph.ts';
import type { Evaluated, Snapshot } from '../snapshot/snapshot.ts';
import type { CheckOutcome, GradientCheck } from '../trainingJobs/gradientCheck.ts';
import type { SessionHandle } from '../trainingJobs/sessionJob.ts';
import type { Step, StepsTaken } from '../trainingJobs/stepEdits.ts';

export interface Feature {
  readonly capabilities: ServerCapabilities;
  register(connection: Connection, server: Server): void;
}

export interface Server {
  readonly settings: Settings;
  readonly client: ClientCapabilities;
  /** Support beyond the client's capabilities. */
  readonly options: InitializationOptions;
  /** Address of the pages on problems; undefined if the client does not show links to them. */
  readonly problemPages: string | undefined;
  /** The graph that the client shows. */
  readonly watchedGraph: WatchedGraph;
  /** Locks of the files that are being trained, by URI. */
  readonly trainingLocks: Map<string, TrainingLock>;
  readonly files: FileResolver;
  /** The newest text of an open file, which may not be shown yet. */
  text(uri: string): string | undefined;
  /**
   * The file once it is evaluated, or when the settling time is over. All features resume together. Undefined for a
   * file that is not open.
   */
  shownFile(uri: string): Promise<FileView | undefined>;
  /** The file once its evaluation has ended, however long it takes. */
  evaluatedFile(uri: string): Promise<FileView | undefined>;
  /** An open file as a model. */
  model(uri: string): Promise<ModelFile | undefined>;
  /** The open models, those in the folders of the workspace, and those that they import. */
  models(): Promise<readonly ModelFile[]>;
  /** A text that is not an open file, evaluated if possible. @param uri files that it names are resolved from here. */
  evaluateText(uri: string, text: string): Promise<Snapshot>;
  /** Calls back when a file shows something new. */
  onShown(listener: (file: FileView) => void): void;
  onClosed(listener: (uri: string) => void): void;
  onSettingsChanged(listener: () => void): void;
  /** The training steps that led to the newest text of an open file. */
  stepsTaken(uri: string): StepsTaken;
  /** Announces a training step before its edit is applied. @param text after the edit; the same text if the step has no edit. */
  announceStep(uri: string, text: string, step: Step): void;
  /** Undoes steps that did not change the text; false if there were none. */
  stepBack(uri: string): boolean;
  /** Starts a training session, which is idle until it is sent a command. */
  startSession(job: SessionJob, onState: (state: SessionState) => void): SessionHandle;
  /** Saves trained params that the text does not hold beside the file. Rejects if they cannot be written. */
  saveTrained(uri: string): Promise<void>;
  /** Resets such params to their initial values and removes the saved ones. Rejects if they cannot be removed. */
  resetTrained(uri: string): Promise<void>;
  /** Picks the scalar to differentiate, by its name; undefined for the losses. */
  pickRoot(uri: string, name: string | undefined): void;
  /** Checks the gradients of a version. A newer version or check of the file supersedes it. */
  checkGradients(uri: string, check: GradientCheck, token: CancellationToken): Promise<CheckOutcome>;
  /** An overlay of temporary values on a version of an open file. */
  overlay(uri: string, base: Evaluated): Overlay;
  /** Replaces the shown snapshot of a version by a more detailed one; false if another one is shown already. */
  replaceShown(uri: string, shown: Snapshot, replacement: Snapshot): boolean;
  /** The scrub of a file, started if there is none, after its evaluation. Undefined if the file is not open, has errors, or is being trained. */
  startScrub(uri: string): Promise<Scrub | undefined>;
  /** Cancels the scrub of a file, which restores the numbers of the text. */
  cancelScrub(uri: string): void;
}

/** The training of a file. While it runs, no command may start from the shown numbers. */
export interface TrainingLock {
  /** Why the file is locked and what to do first, as the end of a sentence. */
  readonly busyReason: string;
  /** Stops the training for a reason; absent if only the user may stop it. */
  readonly stop?: (reason: string) => void;
}

/** Ignores the outcome of a message that the client may decline, or not receive because it has exited. */
export function fireAndForget(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
