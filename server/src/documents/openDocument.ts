/** A document that is open in the editor: performs the effects of its state machine and publishes snapshots. */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Evaluator, Outcome } from '../evaluation/evaluator.ts';
import type { ReferencedFiles } from '../files/referencedFiles.ts';
import type { FileAnnotations } from '../snapshot/annotations/annotation.ts';
import { statementAnnotationsOf } from '../snapshot/annotations/statementAnnotations.ts';
import { canScrub } from '../snapshot/literalValue.ts';
import { type EvaluatedSnapshot, isEvaluated, type Snapshot } from '../snapshot/snapshot.ts';
import type { TrainingProgress } from '../snapshot/training/trainingProgress.ts';
import type { StepEdits } from '../training/stepEdits.ts';
import {
  type AnalysisRequest,
  accepts,
  type DocumentEffect,
  type DocumentEvent,
  type DocumentState,
  drawOf,
  isFinished,
  isNewestPublished,
  modeOf,
  pickedRootNameOf,
  transition,
} from './documentState.ts';
import { DocumentTraining } from './documentTraining.ts';
import type { FileView } from './fileView.ts';
import { Overlay, type OverlayHost } from './overlay.ts';
import { Scrub } from './scrub.ts';
import { analyzeTextOnly, VersionAnalyzer } from './versionAnalyzer.ts';

/**
 * In milliseconds: the time in which a new version must be evaluated. After that, the last numbers are shown as stale.
 * Until then nothing changes, so nothing flickers while typing.
 */
const settleDelay = 100;

/** The time for the first version: there are no stale numbers to show, and the engine may still be starting. */
const firstSettleDelay = 1_000;

/** A wait for a state; resolved by `#resolveWaiters` after the transition that leads to it. */
interface Waiter {
  readonly isDue: (state: DocumentState) => boolean;
  readonly resolve: () => void;
}

export class OpenDocument implements OverlayHost {
  readonly #uri: string;
  readonly #evaluator: Evaluator;
  readonly #settingsRead: Promise<void>;
  readonly #onPublish: (view: FileView) => void;
  readonly #analyzer: VersionAnalyzer;
  readonly #training = new DocumentTraining();
  #state: DocumentState = { kind: 'closed' };
  /** Annotations of the shown snapshot, which may be of a previous version. */
  #annotations: FileAnnotations | undefined;
  #lastEvaluated: EvaluatedSnapshot | undefined;
  #scrub: Scrub | undefined;
  #waiters: readonly Waiter[] = [];

  /** @param settingsRead resolves when the display settings are known; numbers are shown only then. */
  constructor(
    uri: string,
    evaluator: Evaluator,
    readableFiles: () => ReferencedFiles,
    settingsRead: Promise<void>,
    onPublish: (view: FileView) => void,
  ) {
    this.#uri = uri;
    this.#evaluator = evaluator;
    this.#analyzer = new VersionAnalyzer(readableFiles);
    this.#settingsRead = settingsRead;
    this.#onPublish = onPublish;
  }

  get view(): FileView | undefined {
    if (this.#annotations === undefined) return undefined;
    const { areLearnedParamsSaved } = this.#training;
    const { snapshot } = this.#annotations;
    const steps = snapshot.trainingProgress?.stepCount ?? 0;
    return { uri: this.#uri, snapshot, annotations: this.#annotations, steps, areLearnedParamsSaved };
  }

  /** The canonical URIs of the files that its analysis reads. */
  get usedUris(): ReadonlySet<string> {
    return this.#analyzer.usedUris;
  }

  /** The training steps to save beside the file, with the learned params. */
  get unsavedProgress(): TrainingProgress | undefined {
    return this.#training.unsavedProgress;
  }

  /** Starts on a new version. It is shown with its numbers, or without them once the settling time is over. */
  change(document: TextDocument): void {
    this.#training.trackText(document.getText());
    this.#startAnalysis(document);
  }

  /** Analyzes the text again if its analysis read one of these files. */
  onFilesChanged(uris: readonly string[]): void {
    if (uris.some((uri) => this.usedUris.has(uri))) this.analyzeAgain();
  }

  /** Analyzes the text again, because another input of its analysis may have changed. */
  analyzeAgain(): void {
    if (this.#document) this.#startAnalysis(this.#document);
  }

  close(): void {
    this.#scrub = undefined;
    this.#dispatch({ kind: 'close' });
  }

  /** Resolves when the newest version is published: see `isNewestPublished`. */
  whenPublished(): Promise<void> {
    this.restoreValues();
    return this.#until(isNewestPublished);
  }

  /** Resolves when the evaluation of the newest version has ended: see `isFinished`. */
  whenFinished(): Promise<void> {
    this.restoreValues();
    return this.#until(isFinished);
  }

  /** The bytes of the values that `releaseValues` would release. */
  get releasableBytes(): number {
    if (this.#state.kind !== 'settled' || !isEvaluated(this.#state.snapshot)) return 0;
    return this.#state.snapshot.evaluation.values.data.byteLength;
  }

  /** Releases the values of the newest version from memory, until they are asked for. */
  releaseValues(): void {
    if (this.#state.kind !== 'settled') return;
    const { evaluation: _, ...snapshot } = this.#state.snapshot;
    this.#dispatch({ kind: 'release', snapshot });
  }

  /** Computes released values again. */
  restoreValues(): void {
    if (this.#state.kind === 'released') this.analyzeAgain();
  }

  get areValuesReleased(): boolean {
    return this.#state.kind === 'released';
  }

  /**
   * Records a training step before its edit is applied.
   * @param text the text after the edit; the shown text if the step has no edit.
   */
  recordStep(text: string, step: StepEdits): void {
    if (!this.#annotations || !this.#document) return;
    const { text: previousText, trainingProgress } = this.#annotations.snapshot;
    this.#training.recordStep(previousText, text, step, trainingProgress);
    if (text === previousText) this.change(this.#document);
  }

  /** Undoes a step that did not change the text; false if there was none. */
  stepBack(): boolean {
    const didStepBack = this.#document !== undefined && this.#training.stepBack();
    if (didStepBack) this.analyzeAgain();
    return didStepBack;
  }

  markSaved(trainingProgress: TrainingProgress): void {
    this.#training.markSaved(trainingProgress);
    this.analyzeAgain();
  }

  /** Resets the learned params to their initial values, and forgets the training steps. */
  discardLearned(): void {
    this.#training.reset();
    this.analyzeAgain();
  }

  /** Differentiates the scalar of this name, as long as there is one; undefined for the losses. */
  pickRoot(name: string | undefined): void {
    if (this.#document && name !== pickedRootNameOf(this.#state))
      this.#startAnalysis(this.#document, { pickedRootName: name });
  }

  /** Shows the values of the other mode. */
  toggleMode(): void {
    const mode = modeOf(this.#state) === 'training' ? 'evaluation' : 'training';
    if (this.#document) this.#startAnalysis(this.#document, { mode });
  }

  /** Shows other numbers of the random nodes. */
  drawAgain(): void {
    if (this.#document) this.#startAnalysis(this.#document, { draw: drawOf(this.#state) + 1 });
  }

  /** Replaces the shown snapshot; false if another one is shown already. */
  replaceShown(shown: Snapshot, replacement: Snapshot): boolean {
    const previous = this.#state;
    this.#dispatch({ kind: 'replace', shown, replacement });
    return this.#state !== previous;
  }

  acceptsOverlay(overlay: Overlay): boolean {
    return accepts(this.#state, overlay);
  }

  showOverlay(overlay: Overlay, shown: Snapshot | undefined): boolean {
    const isAccepted = this.acceptsOverlay(overlay);
    this.#dispatch(shown ? { kind: 'overlay', overlay, shown } : { kind: 'endOverlay', overlay });
    return isAccepted;
  }

  /**
   * The current scrub, or a new one once the newest version has been evaluated. Undefined if that version has errors or
   * is being trained.
   */
  async startScrub(): Promise<Scrub | undefined> {
    await this.whenFinished();
    this.#scrub ??= this.#createScrub();
    return this.#scrub;
  }

  cancelScrub(): void {
    this.#scrub?.cancel();
    this.#scrub = undefined;
  }

  get #document(): TextDocument | undefined {
    return this.#state.kind === 'closed' ? undefined : this.#state.request.document;
  }

  #createScrub(): Scrub | undefined {
    if (this.#state.kind !== 'settled' || !canScrub(this.#state.snapshot)) return undefined;
    return new Scrub(new Overlay(this.#state.snapshot, this), (program) =>
      this.#evaluator.evaluateScrub(this.#uri, program),
    );
  }

  #startAnalysis(
    document: TextDocument,
    change: Partial<Pick<AnalysisRequest, 'pickedRootName' | 'mode' | 'draw'>> = {},
  ): void {
    const isOverlayCommitted = this.#isOverlayCommittedIn(document.getText());
    this.#scrub = undefined;
    this.#dispatch({
      kind: 'change',
      request: {
        document,
        pickedRootName: pickedRootNameOf(this.#state),
        mode: modeOf(this.#state),
        draw: drawOf(this.#state),
        learnedParams: this.#training.learnedParams,
        trainingProgress: this.#training.trainingProgress,
        ...change,
      },
      isOverlayCommitted,
    });
  }

  #isOverlayCommittedIn(text: string): boolean {
    if (this.#state.kind !== 'overlaid') return false;
    const isScrub = this.#scrub?.overlay === this.#state.overlay;
    return isScrub ? this.#scrub!.isCommittedIn(text) : this.#training.isTextInHistory;
  }

  #until(isDue: (state: DocumentState) => boolean): Promise<void> {
    if (isDue(this.#state)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters = [...this.#waiters, { isDue, resolve }];
    });
  }

  /** The only change of the state. */
  #dispatch(event: DocumentEvent): void {
    const { state, effects } = transition(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    this.#resolveWaiters();
  }

  #resolveWaiters(): void {
    const due = this.#waiters.filter(({ isDue }) => isDue(this.#state));
    this.#waiters = this.#waiters.filter((waiter) => !due.includes(waiter));
    for (const { resolve } of due) resolve();
  }

  #perform(effect: DocumentEffect): void {
    switch (effect.kind) {
      case 'cancelEvaluation':
        this.#evaluator.cancel(this.#uri);
        return;
      case 'startTimer':
        this.#startTimer(effect.request);
        return;
      case 'analyze':
        void this.#guard(effect.request, this.#analyzeVersion(effect.request));
        return;
      case 'evaluate':
        void this.#guard(effect.request, this.#evaluate(effect.request, effect.snapshot));
        return;
      case 'show':
        this.#show(effect.snapshot);
        return;
      case 'releaseValues':
        this.#lastEvaluated = undefined;
        this.#scrub = undefined;
        this.#annotations = statementAnnotationsOf(effect.snapshot);
        return;
      case 'showTextOnly':
        this.#showTextOnly(effect.request);
        return;
    }
  }

  #startTimer(request: AnalysisRequest): void {
    setTimeout(() => this.#dispatch({ kind: 'timeout', request }), this.#annotations ? settleDelay : firstSettleDelay);
  }

  async #analyzeVersion(request: AnalysisRequest): Promise<void> {
    const snapshot = await this.#analyzer.analyze(request, () => this.#isCurrent(request));
    if (snapshot) this.#dispatch({ kind: 'analyzed', request, snapshot });
  }

  async #evaluate(request: AnalysisRequest, snapshot: Snapshot): Promise<void> {
    const [outcome] = await Promise.all([this.#outcome(snapshot), this.#settingsRead]);
    if (!this.#isCurrent(request)) return;
    if (outcome.kind === 'superseded') {
      this.#dispatch({ kind: 'superseded', request });
      return;
    }
    if (outcome.kind === 'evaluated') this.#lastEvaluated = outcome.snapshot;
    this.#dispatch({ kind: 'evaluationEnded', request, snapshot: outcome.snapshot });
  }

  /** Reuses the last values if the program is the same, as it mostly is while a statement is incomplete. */
  async #outcome(snapshot: Snapshot): Promise<Outcome> {
    const previous = this.#lastEvaluated;
    if (previous === undefined || !snapshot.model.program.isIdenticalTo(previous.model.program))
      return this.#evaluator.evaluate(this.#uri, snapshot);
    return this.#evaluator.reuseValues(this.#uri, snapshot, previous.evaluation.values);
  }

  /** Contains an error, which is a bug, to one version of one document. */
  async #guard(request: AnalysisRequest, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      console.error(error);
      this.#dispatch({ kind: 'fail', request });
    }
  }

  #isCurrent(request: AnalysisRequest): boolean {
    return this.#state.kind !== 'closed' && this.#state.request === request;
  }

  #show(snapshot: Snapshot): void {
    this.#annotations = statementAnnotationsOf(snapshot, this.#annotations);
    this.#onPublish(this.view!);
  }

  #showTextOnly(request: AnalysisRequest): void {
    try {
      this.#show(analyzeTextOnly(request));
    } catch (error) {
      console.error(error);
    }
  }
}
