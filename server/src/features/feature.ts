/** What a feature of the language server is: what it adds to the capabilities, and how it takes its place on the connection. */

import type { CancellationToken, ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';
import type { FileView } from '../documents/fileView.ts';
import type { Overlay } from '../documents/overlay.ts';
import type { Override } from '../documents/override.ts';
import type { SessionJob, SessionState } from '../engine/training/session/commands.ts';
import type { FileResolver, ModelFile } from '../files/modelFile.ts';
import type { WatchedGraph } from '../graph/watchedGraph.ts';
import type { InitializationOptions } from '../protocol/initialization.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Evaluated, Snapshot } from '../snapshot/snapshot.ts';
import type { CheckOutcome, GradientCheck } from '../training/gradientCheck.ts';
import type { RunningSession } from '../training/sessionJob.ts';
import type { Step, StepsTaken } from '../training/stepEdits.ts';

export interface Feature {
  readonly capabilities: ServerCapabilities;
  register(connection: Connection, server: Server): void;
}

/** What features may ask of the server. */
export interface Server {
  readonly settings: Settings;
  /** What the client can do. */
  readonly client: ClientCapabilities;
  /** What it does beyond that. */
  readonly options: InitializationOptions;
  /** Where the pages on problems lie; undefined where the client leads nobody there. */
  readonly problemPages: string | undefined;
  /** The graph that the client sees. */
  readonly watchedGraph: WatchedGraph;
  /** What trains the files that are being trained now, by their URIs. */
  readonly trainers: Map<string, Trainer>;
  readonly files: FileResolver;
  /** The newest text of an open file, whatever is shown of it yet. */
  text(uri: string): string | undefined;
  /** The file once its evaluation is there, or after a moment without it: the same moment for every surface. Undefined for a file that isn't open. */
  settledFile(uri: string): Promise<FileView | undefined>;
  /** The file once its evaluation has ended, however long it takes. */
  evaluatedFile(uri: string): Promise<FileView | undefined>;
  /** An open file as a model. */
  model(uri: string): Promise<ModelFile | undefined>;
  /** The models that are open, those in the folders of the workspace, and what they import. */
  models(): Promise<readonly ModelFile[]>;
  /** A text that is no open file, with its numbers as far as it has some. @param uri where files that it names are looked for from. */
  evaluateText(uri: string, text: string): Promise<Snapshot>;
  /** Calls back with each file that has something new to show. */
  onSettled(listener: (file: FileView) => void): void;
  onClosed(listener: (uri: string) => void): void;
  /** Calls back when the settings have changed. */
  onSettingsChanged(listener: () => void): void;
  /** The training steps that led to the newest text of an open file. */
  stepsTaken(uri: string): StepsTaken;
  /** Says that a step of training is about to lead to this text, or has left it as it is. */
  announceStep(uri: string, text: string, announceStep: Step): void;
  /** Takes back steps that left the text as it is; false where there were none. */
  stepBack(uri: string): boolean;
  /** Begins a training session, which idles until it is told what to do. */
  startSession(job: SessionJob, onState: (state: SessionState) => void): RunningSession;
  /** Keeps what training made of params that the text doesn't hold beside the file. Rejects where it can't be written. */
  saveTrained(uri: string): Promise<void>;
  /** Lets such params start anew, and removes what is kept of them. Rejects where it can't be removed. */
  resetTrained(uri: string): Promise<void>;
  /** Says what the gradients of a file are to be of: a scalar by its name, or its own losses. */
  pickRoot(uri: string, name: string | undefined): void;
  /** Checks the gradients of a file as it stands, until there is something newer to check or the token says to stop. */
  checkGradients(uri: string, checkGradients: GradientCheck, token: CancellationToken): Promise<CheckOutcome>;
  /** Temporary values over a version of an open file. */
  overlay(uri: string, base: Evaluated): Overlay;
  /** Shows a snapshot that says more about a version in its place; false where another one is shown by now. */
  replaceShown(uri: string, shown: Snapshot, replacement: Snapshot): boolean;
  /**
   * The numbers that are tried out in a file, once it has been evaluated. Undefined for a file that isn't open, has errors,
   * or is being trained.
   */
  override(uri: string): Promise<Override | undefined>;
  /** Shows the numbers that the text has by itself, where others are tried out. */
  endOverride(uri: string): void;
}

/** What trains a file: as long as its numbers are shown, nothing else begins from them. */
export interface Trainer {
  /** Why not, and what is to be done first, as the end of a sentence. */
  readonly busyReason: string;
  /** Gives back the numbers of the text, and says why; absent where only the user ends it. */
  readonly stop?: (reason: string) => void;
}

/** Lets go of something that is sent for the client's sake: a client that is gone, or declines it, misses nothing. */
export function fireAndForget(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
