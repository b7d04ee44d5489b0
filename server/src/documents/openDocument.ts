/** A document that is open in the editor: carries out the effects of its state machine, and shows what comes of them. */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Evaluator, Outcome } from '../evaluation/evaluator.ts';
import type { ModelFiles } from '../files/fileStore.ts';
import type { TrainedValues } from '../language/lowering/model.ts';
import type { StatementAnnotations } from '../snapshot/annotations/annotation.ts';
import { statementAnnotationsOf } from '../snapshot/annotations/statementAnnotations.ts';
import { canOverride } from '../snapshot/numberLeaf.ts';
import type { Evaluated, Snapshot } from '../snapshot/snapshot.ts';
import { withValues } from '../snapshot/withValues.ts';
import type { Step, StepsTaken } from '../trainingJobs/stepEdits.ts';
import {
  accepts,
  type DocumentEffect,
  type DocumentEvent,
  type DocumentState,
  isFinished,
  isShown,
  type ReadRequest,
  rootOf,
  transition,
} from './documentState.ts';
import { DocumentTraining } from './documentTraining.ts';
import type { FileView } from './fileView.ts';
import { Overlay, type OverlayHost } from './overlay.ts';
import { Override } from './override.ts';
import { analyzeWithoutFiles, VersionReader } from './versionReader.ts';

/**
 * In milliseconds. Every surface waits this long for the numbers of a new text before it shows the last ones as stale,
 * so that nothing blinks while typing.
 */
const settleDelay = 100;

/** In milliseconds. At first there is nothing stale to show, and the engine may still be starting. */
const firstSettleDelay = 1_000;

interface Waiter {
  readonly isDue: (state: DocumentState) => boolean;
  readonly resolve: () => void;
}

export class OpenDocument implements OverlayHost {
  readonly #uri: string;
  readonly #evaluator: Evaluator;
  readonly #settingsRead: Promise<void>;
  readonly #onShown: (view: FileView) => void;
  readonly #reader: VersionReader;
  readonly #training = new DocumentTraining();
  #state: DocumentState = { kind: 'closed' };
  /** Of the snapshot that is shown: until the newest version is shown, of an earlier one. */
  #annotations: StatementAnnotations | undefined;
  #lastEvaluated: Evaluated | undefined;
  #override: Override | undefined;
  #waiters: readonly Waiter[] = [];

  /** @param settingsRead resolves when it is known how numbers are shown; none are shown before. */
  constructor(
    uri: string,
    evaluator: Evaluator,
    modelFiles: () => ModelFiles,
    settingsRead: Promise<void>,
    onShown: (view: FileView) => void,
  ) {
    this.#uri = uri;
    this.#evaluator = evaluator;
    this.#reader = new VersionReader(modelFiles);
    this.#settingsRead = settingsRead;
    this.#onShown = onShown;
  }

  get view(): FileView | undefined {
    if (this.#annotations === undefined) return undefined;
    const { stepsTaken, isSaved } = this.#training;
    const { snapshot } = this.#annotations;
    return { uri: this.#uri, snapshot, annotations: this.#annotations, steps: stepsTaken.count, isSaved };
  }

  /** The canonical URIs of the files that it is read with. */
  get usedUris(): ReadonlySet<string> {
    return this.#reader.usedUris;
  }

  /** The training steps that led to the newest text. */
  get stepsTaken(): StepsTaken {
    return this.#training.stepsTaken;
  }

  /** Trained params that are neither in the text nor saved beside the file. */
  get unsaved(): TrainedValues | undefined {
    return this.#training.unsaved;
  }

  /** Takes a new version. It is shown with its numbers, or without them once the settling time is over. */
  change(document: TextDocument): void {
    this.#training.trackText(document.getText());
    this.#read(document, rootOf(this.#state));
  }

  /** Reads the text again if it was read with one of these files. */
  onFilesChanged(uris: readonly string[]): void {
    if (uris.some((uri) => this.usedUris.has(uri))) this.reread();
  }

  /** Reads the text again, as what it is read with may have changed. */
  reread(): void {
    if (this.#document) this.#read(this.#document, rootOf(this.#state));
  }

  close(): void {
    this.#override = undefined;
    this.#dispatch({ kind: 'close' });
  }

  /** Resolves when the newest version is shown. */
  whenShown(): Promise<void> {
    return this.#until(isShown);
  }

  /** Resolves when the newest version has been evaluated, or cannot be. */
  finished(): Promise<void> {
    return this.#until(isFinished);
  }

  /** A step is about to lead from what is shown to a text, or has left it as it is. */
  step(text: string, step: Step): void {
    if (!this.#annotations || !this.#document) return;
    const { text: previousText } = this.#annotations.snapshot;
    this.#training.recordStep(previousText, text, step);
    if (text === previousText) this.change(this.#document);
  }

  /** Takes back a step that left the text as it is; false where there was none. */
  stepBack(): boolean {
    const didStepBack = this.#document !== undefined && this.#training.stepBack();
    if (didStepBack) this.reread();
    return didStepBack;
  }

  markSaved(trained: TrainedValues): void {
    this.#training.markSaved(trained);
    this.reread();
  }

  /** Params that the text does not hold start from their initial values again. */
  resetTrained(): void {
    this.#training.reset();
    this.reread();
  }

  /** Differentiates the scalar of this name, as long as there is one; or the losses. */
  pickRoot(name: string | undefined): void {
    if (this.#document && name !== rootOf(this.#state)) this.#read(this.#document, name);
  }

  /** Shows a snapshot in place of the one that is shown; false where that is another one by now. */
  replaceShown(shown: Snapshot, replacement: Snapshot): boolean {
    const previous = this.#state;
    this.#dispatch({ kind: 'replace', shown, replacement });
    return this.#state !== previous;
  }

  acceptsOverlay(overlay: Overlay): boolean {
    return accepts(this.#state, overlay);
  }

  showOverlay(overlay: Overlay, overlaid: Snapshot | undefined): boolean {
    const isAccepted = this.acceptsOverlay(overlay);
    this.#dispatch(overlaid ? { kind: 'overlay', overlay, overlaid } : { kind: 'endOverlay', overlay });
    return isAccepted;
  }

  /**
   * The override that is under way, or else a new one, once the newest version has been evaluated. Undefined where that
   * has errors or is being trained.
   */
  async beginOverride(): Promise<Override | undefined> {
    await this.finished();
    this.#override ??= this.#createOverride();
    return this.#override;
  }

  endOverride(): void {
    this.#override?.end();
    this.#override = undefined;
  }

  get #document(): TextDocument | undefined {
    return this.#state.kind === 'closed' ? undefined : this.#state.request.document;
  }

  #createOverride(): Override | undefined {
    if (this.#state.kind !== 'settled' || !canOverride(this.#state.snapshot)) return undefined;
    return new Override(new Overlay(this.#state.snapshot, this), (program) =>
      this.#evaluator.evaluateOverride(this.#uri, program),
    );
  }

  #read(document: TextDocument, root: string | undefined): void {
    const isOverlayKept = this.#isOverlayKeptIn(document.getText());
    this.#override = undefined;
    this.#dispatch({ kind: 'change', request: { document, root, trained: this.#training.trained }, isOverlayKept });
  }

  #isOverlayKeptIn(text: string): boolean {
    if (this.#state.kind !== 'overlaid') return false;
    const isOverride = this.#override?.overlay === this.#state.overlay;
    return isOverride ? this.#override!.isKeptIn(text) : this.#training.isOnHistory;
  }

  #until(isDue: (state: DocumentState) => boolean): Promise<void> {
    if (isDue(this.#state)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters = [...this.#waiters, { isDue, resolve }];
    });
  }

  #dispatch(event: DocumentEvent): void {
    const { state, effects } = transition(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    const due = this.#waiters.filter(({ isDue }) => isDue(this.#state));
    this.#waiters = this.#waiters.filter((waiter) => !due.includes(waiter));
    for (const { resolve } of due) resolve();
  }

  #perform(effect: DocumentEffect): void {
    switch (effect.kind) {
      case 'dropEvaluation':
        this.#evaluator.drop(this.#uri);
        return;
      case 'startTimer':
        this.#startTimer(effect.request);
        return;
      case 'read':
        void this.#guard(effect.request, this.#readVersion(effect.request));
        return;
      case 'evaluate':
        void this.#guard(effect.request, this.#evaluate(effect.request, effect.snapshot));
        return;
      case 'show':
        this.#show(effect.snapshot);
        return;
      case 'showUnread':
        this.#showUnread(effect.request);
        return;
    }
  }

  #startTimer(request: ReadRequest): void {
    setTimeout(() => this.#dispatch({ kind: 'timeout', request }), this.#annotations ? settleDelay : firstSettleDelay);
  }

  async #readVersion(request: ReadRequest): Promise<void> {
    const snapshot = await this.#reader.read(request, () => this.#isCurrent(request));
    if (snapshot) this.#dispatch({ kind: 'read', request, snapshot });
  }

  async #evaluate(request: ReadRequest, snapshot: Snapshot): Promise<void> {
    const [outcome] = await Promise.all([this.#outcome(snapshot), this.#settingsRead]);
    if (!this.#isCurrent(request)) return;
    if (outcome.kind === 'superseded') {
      this.#dispatch({ kind: 'superseded', request });
      return;
    }
    if (outcome.kind === 'evaluated') this.#lastEvaluated = outcome.snapshot;
    this.#dispatch({ kind: 'evaluated', request, snapshot: outcome.snapshot });
  }

  /** A statement that is half typed mostly leaves the program as it was, and its values with it. */
  async #outcome(snapshot: Snapshot): Promise<Outcome> {
    const previous = this.#lastEvaluated;
    if (previous === undefined || !snapshot.model.program.isIdenticalTo(previous.model.program))
      return this.#evaluator.evaluate(this.#uri, snapshot);
    return { kind: 'evaluated', snapshot: withValues(snapshot, previous.evaluation.values) };
  }

  /** A bug costs one version of one document, not the server. */
  async #guard(request: ReadRequest, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      console.error(error);
      this.#dispatch({ kind: 'fail', request });
    }
  }

  #isCurrent(request: ReadRequest): boolean {
    return this.#state.kind !== 'closed' && this.#state.request === request;
  }

  #show(snapshot: Snapshot): void {
    this.#annotations = statementAnnotationsOf(snapshot, this.#annotations);
    this.#onShown(this.view!);
  }

  #showUnread(request: ReadRequest): void {
    try {
      this.#show(analyzeWithoutFiles(request));
    } catch (error) {
      console.error(error);
    }
  }
}
