/** One file that is open in the editor: its newest version, its readings, and when they are ready to be shown. */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Evaluator, Outcome } from '../evaluation/evaluator.ts';
import type { ModelFiles } from '../files/fileStore.ts';
import { emptyContext } from '../language/lowering/context.ts';
import type { TrainedValues } from '../language/lowering/model.ts';
import { type StatementAnnotations, statementAnnotationsOf } from '../snapshot/annotations.ts';
import { type ReadOptions, readModel } from '../snapshot/readModel.ts';
import { analyze, type Evaluated, type Snapshot, withValues } from '../snapshot/snapshot.ts';
import { canOverride } from '../training/numberLeaf.ts';
import type { Step, StepsTaken } from '../training/stepEdits.ts';
import type { FileView } from './fileView.ts';
import { Override } from './override.ts';
import { StepHistory } from './stepHistory.ts';

/**
 * In milliseconds. Every surface waits this long for the numbers of a new text before it shows the last ones as stale:
 * a shorter evaluation is never seen in between, so nothing blinks while typing.
 */
const settleDelay = 100;

/** In milliseconds. Before anything is shown there is nothing to be stale, and the engine may be starting yet. */
const firstSettleDelay = 1_000;

/** In milliseconds. A change that comes so soon after an earlier one was read is one of many, or came while that was read. */
const burstInterval = 30;

export class OpenDocument {
  readonly #uri: string;
  readonly #evaluator: Evaluator;
  readonly #modelFiles: () => ModelFiles;
  readonly #settingsRead: Promise<void>;
  readonly #onShown: (view: FileView) => void;
  readonly #history = new StepHistory();
  /** What training has made of params that the text doesn't hold; undefined as long as what is kept beside the file counts. */
  #trained: TrainedValues | undefined;
  #isTrainedSaved = true;
  /** The canonical URIs of the files that the newest version was read with. */
  #usedUris: ReadonlySet<string> = new Set();
  /** Absent once the file is closed. */
  #document: TextDocument | undefined;
  /** What the user picked to be differentiated instead of the losses. */
  #root: string | undefined;
  /** Of the newest version, once it has been read. */
  #snapshot: Snapshot | undefined;
  /** Of the version that was read last, and of the one that was evaluated last: the next one is mostly like them. */
  #lastRead: Snapshot | undefined;
  #lastEvaluated: Evaluated | undefined;
  /** When that had been read. */
  #lastReadAt = Number.NEGATIVE_INFINITY;
  /** Counts how often a text was to be read: each new version, and the same one again when what it is read with has changed. */
  #revision = 0;
  /** The last one whose evaluation has ended. */
  #shownRevision = 0;
  /** Those that are shown: of the newest version, or until it has settled, of an earlier one. */
  #annotations: StatementAnnotations | undefined;
  /** The newest version as it came to be by itself: while it is trained or a number is tried out, something else is shown. */
  #baseSnapshot: Snapshot | undefined;
  #override: Override | undefined;
  #settled: Promise<void> = Promise.resolve();
  #finished: Promise<void> = Promise.resolve();

  /** @param settingsRead resolves when it is known how numbers are shown, and none are before that. */
  constructor(
    uri: string,
    evaluator: Evaluator,
    modelFiles: () => ModelFiles,
    settingsRead: Promise<void>,
    onShown: (view: FileView) => void,
  ) {
    this.#uri = uri;
    this.#evaluator = evaluator;
    this.#modelFiles = modelFiles;
    this.#settingsRead = settingsRead;
    this.#onShown = onShown;
  }

  /** What is shown. */
  get view(): FileView | undefined {
    if (this.#annotations === undefined) return undefined;
    const { snapshot } = this.#annotations;
    return {
      uri: this.#uri,
      snapshot,
      annotations: this.#annotations,
      steps: this.#history.stepsTaken.count,
      isSaved: this.#isTrainedSaved,
    };
  }

  /** The canonical URIs of the files that it was read with. */
  get usedUris(): ReadonlySet<string> {
    return this.#usedUris;
  }

  /** Takes a new version, and shows it when its numbers are there or the settling time is over. */
  change(document: TextDocument): void {
    this.#document = document;
    this.#trackText(document);
  }

  /** Other files have changed: if this one was read with one of them, it is read again. */
  onFilesChanged(uris: readonly string[]): void {
    if (uris.some((uri) => this.#usedUris.has(uri))) this.reread();
  }

  /** What the text is read with may be something else now. */
  reread(): void {
    if (this.#document) this.#startReading(this.#document);
  }

  close(): void {
    this.#document = undefined;
    this.#override = undefined;
    this.#evaluator.drop(this.#uri);
  }

  /** Resolves when the newest version is shown. */
  settled(): Promise<void> {
    return waitUntilStable(() => this.#settled);
  }

  /** Resolves when the newest version has been evaluated, or can't be. */
  finished(): Promise<void> {
    return waitUntilStable(() => this.#finished);
  }

  /** The training steps that led to the newest text. */
  get stepsTaken(): StepsTaken {
    return this.#history.stepsTaken;
  }

  /** A step is about to lead from what is shown to a text, or has left it as it is. */
  step(text: string, { before, after }: Step): void {
    if (!this.#annotations || !this.#document) return;
    const { text: previousText } = this.#annotations.snapshot;
    this.#history.recordStep(previousText, before, text, after);
    if (text === previousText) this.#trackText(this.#document);
  }

  /** Takes back steps that left the text as it is; false where the text is what they moved, or there were none. */
  stepBack(): boolean {
    const didStepBack = this.#document !== undefined && this.#history.stepBack();
    if (didStepBack) this.#adoptTrained(this.#document!);
    return didStepBack;
  }

  /** What training has made of params that the text doesn't hold, while that isn't kept beside the file. */
  get unsaved(): TrainedValues | undefined {
    return this.#isTrainedSaved ? undefined : this.#trained;
  }

  /** What is unsaved has been saved. */
  markSaved(trained: TrainedValues): void {
    if (this.#trained === trained) this.#isTrainedSaved = true;
    this.reread();
  }

  /** Params that the text doesn't hold start anew. */
  resetTrained(): void {
    this.#trained = undefined;
    this.#isTrainedSaved = true;
    this.reread();
  }

  /** From now on the gradients are of a scalar of this name, as long as there is one; or of the losses. */
  pickRoot(name: string | undefined): void {
    if (name === this.#root || !this.#document) return;
    this.#root = name;
    this.#startReading(this.#document);
  }

  /** Shows a snapshot in place of the one that is shown; false where that is another one by now, or is about to be. */
  replaceShown(shown: Snapshot, replacement: Snapshot): boolean {
    const isShown = this.#annotations?.snapshot === shown && this.#shownRevision === this.#revision;
    if (isShown) this.#show(replacement);
    return isShown;
  }

  /**
   * The trial of a number that is under way, or else a new one, once the newest version has been evaluated. Undefined where
   * that has errors or is being trained.
   */
  async beginOverride(): Promise<Override | undefined> {
    await this.finished();
    this.#override ??= this.#createOverride();
    return this.#override;
  }

  /** What is tried out is over: the numbers are the text's own again. */
  endOverride(): void {
    this.#override?.end();
    this.#override = undefined;
  }

  #createOverride(): Override | undefined {
    const snapshot = this.#annotations?.snapshot;
    if (
      !this.#document ||
      snapshot === undefined ||
      !canOverride(snapshot) ||
      snapshot.evaluation !== this.#baseSnapshot?.evaluation
    )
      return undefined;
    return new Override(snapshot, {
      evaluate: (base, program) => this.#evaluator.evaluateOverride(this.#uri, base, program),
      show: (shown, overridden) => this.replaceShown(shown, overridden),
    });
  }

  #trackText(document: TextDocument): void {
    this.#history.trackText(document.getText());
    if (this.#history.isOnHistory) this.#adoptTrained(document);
    else this.#startReading(document);
  }

  /** Params that the text doesn't hold are what they are at this place of the way. */
  #adoptTrained(document: TextDocument): void {
    const { trained } = this.#history.stepsTaken;
    if (trained.size > 0 && trained !== this.#trained) [this.#trained, this.#isTrainedSaved] = [trained, false];
    this.#startReading(document);
  }

  #startReading(document: TextDocument): void {
    const revision = ++this.#revision;
    this.#revertOverlay(document.getText());
    this.#snapshot = undefined;
    this.#baseSnapshot = undefined;
    this.#override = undefined;
    this.#evaluator.drop(this.#uri);
    this.#finished = this.#evaluate(document, revision).catch(logError);
    this.#settled = Promise.race([this.#finished, this.#settle(document, revision).catch(logError)]);
  }

  /** What was tried out, or trained, is over where the text doesn't say so: what is broken in it keeps the numbers of a text. */
  #revertOverlay(text: string): void {
    if (this.#baseSnapshot === undefined || this.#baseSnapshot.evaluation === this.#annotations?.snapshot.evaluation)
      return;
    const isCommitted = this.#override ? this.#override.isCommittedIn(text) : this.#history.isOnHistory;
    if (!isCommitted) this.#show(this.#baseSnapshot);
  }

  async #evaluate(document: TextDocument, revision: number): Promise<void> {
    // Of a rush the last change alone is worth reading, so those that wait are let in first.
    if (performance.now() - this.#lastReadAt < burstInterval) await delay(0);
    if (!this.#isNewest(revision)) return;
    const files = this.#modelFiles();
    this.#usedUris = files.usedUris;
    const isCurrent = () => this.#isNewest(revision);
    const options: ReadOptions = { root: this.#root, trained: this.#trained, previous: this.#lastRead };
    const snapshot = await readModel(document.getText(), document.version, files, options, isCurrent);
    if (snapshot === undefined || !isCurrent()) return;
    this.#root = snapshot.model.pickedName;
    this.#snapshot = snapshot;
    this.#lastRead = snapshot;
    this.#lastReadAt = performance.now();
    const [outcome] = await Promise.all([this.#outcome(snapshot), this.#settingsRead]);
    if (outcome.kind === 'superseded' || !isCurrent()) return;
    if (outcome.kind === 'evaluated') this.#lastEvaluated = outcome.snapshot;
    this.#shownRevision = revision;
    this.#baseSnapshot = outcome.snapshot;
    this.#show(outcome.snapshot);
  }

  /** What comes of a version: a half-typed statement mostly leaves the program as it is, and the numbers with it. */
  async #outcome(snapshot: Snapshot): Promise<Outcome> {
    const previous = this.#lastEvaluated;
    if (previous === undefined || !snapshot.model.program.isIdenticalTo(previous.model.program))
      return this.#evaluator.evaluate(this.#uri, snapshot);
    return { kind: 'evaluated', snapshot: withValues(snapshot, previous.evaluation.values) };
  }

  async #settle(document: TextDocument, revision: number): Promise<void> {
    await delay(this.#annotations ? settleDelay : firstSettleDelay);
    if (this.#isNewest(revision) && this.#shownRevision !== revision)
      this.#show(this.#snapshot ?? analyzeWithoutFiles(document, this.#root));
  }

  #isNewest(revision: number): boolean {
    return this.#document !== undefined && this.#revision === revision;
  }

  #show(snapshot: Snapshot): void {
    this.#annotations = statementAnnotationsOf(snapshot, this.#annotations);
    this.#onShown(this.view!);
  }
}

/** A text whose files are still being read: what is wrong with it can't be said yet. */
function analyzeWithoutFiles(document: TextDocument, root: string | undefined): Snapshot {
  return { ...analyze(document.getText(), document.version, { ...emptyContext, root }), problems: [] };
}

/** Waits for a promise that newer ones may take the place of. */
async function waitUntilStable(current: () => Promise<void>): Promise<void> {
  let promise: Promise<void>;
  do {
    promise = current();
    await promise;
  } while (promise !== current());
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** A mistake of ours costs one version of one file, not the server. */
function logError(error: unknown): void {
  console.error(error);
}
