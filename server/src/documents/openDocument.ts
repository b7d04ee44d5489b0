/** One file that is open in the editor: its newest version, its readings, and when they are ready to be shown. */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Evaluator, Outcome } from '../evaluation/evaluator.ts';
import type { FileView } from '../features/feature.ts';
import type { FilesAround } from '../files/fileStore.ts';
import { noSurroundings } from '../language/lowering/lower.ts';
import type { Trained } from '../language/lowering/model.ts';
import { type Readings, readingsOf } from '../snapshot/annotations.ts';
import { readModel } from '../snapshot/readModel.ts';
import { analyse, type Evaluated, type Snapshot, withValues } from '../snapshot/snapshot.ts';
import { isTriable } from '../training/override.ts';
import type { Step, StepsTaken } from '../training/stepEdits.ts';
import { Trial } from './override.ts';
import { TrainingWay } from './stepHistory.ts';

/**
 * In milliseconds. Every surface waits this long for the numbers of a new text before it shows the last ones as stale:
 * a shorter evaluation is never seen in between, so nothing blinks while typing.
 */
const settlingTime = 100;

/** In milliseconds. Before anything is shown there is nothing to be stale, and the engine may be starting yet. */
const firstSettlingTime = 1_000;

/** In milliseconds. A change that comes so soon after an earlier one was read is one of many, or came while that was read. */
const rush = 30;

export class OpenFile {
  readonly #uri: string;
  readonly #evaluator: Evaluator;
  readonly #filesAround: () => FilesAround;
  readonly #settingsRead: Promise<void>;
  readonly #onShown: (view: FileView) => void;
  readonly #way = new TrainingWay();
  /** What training has made of params that the text doesn't hold; undefined as long as what is kept beside the file counts. */
  #trained: Trained | undefined;
  #isTrainedSaved = true;
  /** The canonical URIs of the files that the newest version was read with. */
  #used: ReadonlySet<string> = new Set();
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
  #readAt = Number.NEGATIVE_INFINITY;
  /** Counts how often a text was to be read: each new version, and the same one again when what it is read with has changed. */
  #turn = 0;
  /** The last one whose evaluation has ended. */
  #shownTurn = 0;
  /** Those that are shown: of the newest version, or until it has settled, of an earlier one. */
  #readings: Readings | undefined;
  /** The newest version as it came to be by itself: while it is trained or a number is tried out, something else is shown. */
  #own: Snapshot | undefined;
  #trial: Trial | undefined;
  #settled: Promise<void> = Promise.resolve();
  #finished: Promise<void> = Promise.resolve();

  /** @param settingsRead resolves when it is known how numbers are shown, and none are before that. */
  constructor(
    uri: string,
    evaluator: Evaluator,
    filesAround: () => FilesAround,
    settingsRead: Promise<void>,
    onShown: (view: FileView) => void,
  ) {
    this.#uri = uri;
    this.#evaluator = evaluator;
    this.#filesAround = filesAround;
    this.#settingsRead = settingsRead;
    this.#onShown = onShown;
  }

  /** What is shown. */
  get view(): FileView | undefined {
    if (this.#readings === undefined) return undefined;
    const { snapshot } = this.#readings;
    return {
      uri: this.#uri,
      snapshot,
      readings: this.#readings,
      steps: this.#way.taken.count,
      isSaved: this.#isTrainedSaved,
    };
  }

  /** The canonical URIs of the files that it was read with. */
  get used(): ReadonlySet<string> {
    return this.#used;
  }

  /** Takes a new version, and shows it when its numbers are there or the settling time is over. */
  change(document: TextDocument): void {
    this.#document = document;
    this.#follow(document);
  }

  /** Other files have changed: if this one was read with one of them, it is read again. */
  changedBeside(uris: readonly string[]): void {
    if (uris.some((uri) => this.#used.has(uri))) this.readAgain();
  }

  /** What the text is read with may be something else now. */
  readAgain(): void {
    if (this.#document) this.#read(this.#document);
  }

  close(): void {
    this.#document = undefined;
    this.#trial = undefined;
    this.#evaluator.drop(this.#uri);
  }

  /** Resolves when the newest version is shown. */
  settled(): Promise<void> {
    return newest(() => this.#settled);
  }

  /** Resolves when the newest version has been evaluated, or can't be. */
  finished(): Promise<void> {
    return newest(() => this.#finished);
  }

  /** The training steps that led to the newest text. */
  get stepsTaken(): StepsTaken {
    return this.#way.taken;
  }

  /** A step is about to lead from what is shown to a text, or has left it as it is. */
  step(text: string, { before, after }: Step): void {
    if (!this.#readings || !this.#document) return;
    const { text: from } = this.#readings.snapshot;
    this.#way.step(from, before, text, after);
    if (text === from) this.#follow(this.#document);
  }

  /** Takes back steps that left the text as it is; false where the text is what they moved, or there were none. */
  stepBack(): boolean {
    const isBack = this.#document !== undefined && this.#way.back();
    if (isBack) this.#takeTrained(this.#document!);
    return isBack;
  }

  /** What training has made of params that the text doesn't hold, while that isn't kept beside the file. */
  get unsaved(): Trained | undefined {
    return this.#isTrainedSaved ? undefined : this.#trained;
  }

  /** What is unsaved has been saved. */
  saved(trained: Trained): void {
    if (this.#trained === trained) this.#isTrainedSaved = true;
    this.readAgain();
  }

  /** Params that the text doesn't hold start anew. */
  resetTrained(): void {
    this.#trained = undefined;
    this.#isTrainedSaved = true;
    this.readAgain();
  }

  /** From now on the gradients are of a scalar of this name, as long as there is one; or of the losses. */
  pickRoot(name: string | undefined): void {
    if (name === this.#root || !this.#document) return;
    this.#root = name;
    this.#read(this.#document);
  }

  /** Shows a snapshot in place of the one that is shown; false where that is another one by now, or is about to be. */
  amend(shown: Snapshot, amended: Snapshot): boolean {
    const isShown = this.#readings?.snapshot === shown && this.#shownTurn === this.#turn;
    if (isShown) this.#show(amended);
    return isShown;
  }

  /**
   * The trial of a number that is under way, or else a new one, once the newest version has been evaluated. Undefined where
   * that has errors or is being trained.
   */
  async trial(): Promise<Trial | undefined> {
    await this.finished();
    this.#trial ??= this.#newTrial();
    return this.#trial;
  }

  /** What is tried out is over: the numbers are the text's own again. */
  endTrial(): void {
    this.#trial?.end();
    this.#trial = undefined;
  }

  #newTrial(): Trial | undefined {
    const snapshot = this.#readings?.snapshot;
    if (
      !this.#document ||
      snapshot === undefined ||
      !isTriable(snapshot) ||
      snapshot.evaluation !== this.#own?.evaluation
    )
      return undefined;
    return new Trial(snapshot, {
      evaluate: (base, program) => this.#evaluator.tryOut(this.#uri, base, program),
      show: (shown, moved) => this.amend(shown, moved),
    });
  }

  #follow(document: TextDocument): void {
    this.#way.follow(document.getText());
    if (this.#way.isOnWay) this.#takeTrained(document);
    else this.#read(document);
  }

  /** Params that the text doesn't hold are what they are at this place of the way. */
  #takeTrained(document: TextDocument): void {
    const { trained } = this.#way.taken;
    if (trained.size > 0 && trained !== this.#trained) [this.#trained, this.#isTrainedSaved] = [trained, false];
    this.#read(document);
  }

  #read(document: TextDocument): void {
    const turn = ++this.#turn;
    this.#letGo(document.getText());
    this.#snapshot = undefined;
    this.#own = undefined;
    this.#trial = undefined;
    this.#evaluator.drop(this.#uri);
    this.#finished = this.#evaluate(document, turn).catch(report);
    this.#settled = Promise.race([this.#finished, this.#settle(document, turn).catch(report)]);
  }

  /** What was tried out, or trained, is over where the text doesn't say so: what is broken in it keeps the numbers of a text. */
  #letGo(text: string): void {
    if (this.#own === undefined || this.#own.evaluation === this.#readings?.snapshot.evaluation) return;
    const isSaid = this.#trial ? this.#trial.isKeptIn(text) : this.#way.isOnWay;
    if (!isSaid) this.#show(this.#own);
  }

  async #evaluate(document: TextDocument, turn: number): Promise<void> {
    // Of a rush the last change alone is worth reading, so those that wait are let in first.
    if (performance.now() - this.#readAt < rush) await pause(0);
    if (!this.#isNewest(turn)) return;
    const files = this.#filesAround();
    this.#used = files.used;
    const isWanted = () => this.#isNewest(turn);
    const session = { root: this.#root, trained: this.#trained, earlier: this.#lastRead };
    const snapshot = await readModel(document.getText(), document.version, files, session, isWanted);
    if (snapshot === undefined || !isWanted()) return;
    this.#root = snapshot.model.picked;
    this.#snapshot = snapshot;
    this.#lastRead = snapshot;
    this.#readAt = performance.now();
    const [outcome] = await Promise.all([this.#outcome(snapshot), this.#settingsRead]);
    if (outcome.kind === 'superseded' || !isWanted()) return;
    if (outcome.kind === 'evaluated') this.#lastEvaluated = outcome.snapshot;
    this.#shownTurn = turn;
    this.#own = outcome.snapshot;
    this.#show(outcome.snapshot);
  }

  /** What comes of a version: a half-typed statement mostly leaves the program as it is, and the numbers with it. */
  async #outcome(snapshot: Snapshot): Promise<Outcome> {
    const last = this.#lastEvaluated;
    if (last === undefined || !snapshot.model.program.isSame(last.model.program))
      return this.#evaluator.evaluate(this.#uri, snapshot);
    return { kind: 'evaluated', snapshot: withValues(snapshot, last.evaluation.values) };
  }

  async #settle(document: TextDocument, turn: number): Promise<void> {
    await pause(this.#readings ? settlingTime : firstSettlingTime);
    if (this.#isNewest(turn) && this.#shownTurn !== turn)
      this.#show(this.#snapshot ?? withoutFiles(document, this.#root));
  }

  #isNewest(turn: number): boolean {
    return this.#document !== undefined && this.#turn === turn;
  }

  #show(snapshot: Snapshot): void {
    this.#readings = readingsOf(snapshot, this.#readings);
    this.#onShown(this.view!);
  }
}

/** A text whose files are still being read: what is wrong with it can't be said yet. */
function withoutFiles(document: TextDocument, root: string | undefined): Snapshot {
  return { ...analyse(document.getText(), document.version, { ...noSurroundings, root }), problems: [] };
}

/** Waits for a promise that newer ones may take the place of. */
async function newest(current: () => Promise<void>): Promise<void> {
  let awaited: Promise<void>;
  do {
    awaited = current();
    await awaited;
  } while (awaited !== current());
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** A mistake of ours costs one version of one file, not the server. */
function report(error: unknown): void {
  console.error(error);
}
