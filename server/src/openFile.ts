/** One file that is open in the editor: its newest version, its readings, and when they are ready to be shown. */

import type { Evaluator, Outcome } from './evaluator.ts';
import type { FileView } from './features/feature.ts';
import { type Readings, readingsOf } from './snapshot/readings.ts';
import { analyse, type Snapshot } from './snapshot/snapshot.ts';
import { StepCount } from './stepCount.ts';

/**
 * In milliseconds. Every surface waits this long for the numbers of a new text before it shows the last ones as stale:
 * a shorter evaluation is never seen in between, so nothing blinks while typing.
 */
const settlingTime = 100;

export class OpenFile {
  readonly #uri: string;
  readonly #evaluator: Evaluator;
  readonly #show: (view: FileView) => void;
  readonly #steps = new StepCount();
  #snapshot: Snapshot | undefined;
  #readings: Readings | undefined;
  #finished: Promise<void> = Promise.resolve();

  constructor(uri: string, evaluator: Evaluator, show: (view: FileView) => void) {
    this.#uri = uri;
    this.#evaluator = evaluator;
    this.#show = show;
  }

  get view(): FileView | undefined {
    if (this.#snapshot === undefined || this.#readings === undefined) return undefined;
    return {
      uri: this.#uri,
      snapshot: this.#snapshot,
      readings: this.#readings,
      steps: this.#steps.at(this.#snapshot.text),
    };
  }

  /** Takes a new text, and shows it when its numbers are there or the settling time is over. */
  change(text: string, version: number): void {
    const snapshot = analyse(text, version);
    const last = this.#readings;
    this.#snapshot = snapshot;
    const settling = setTimeout(() => this.#settle(snapshot, last), settlingTime);
    this.#finished = this.#evaluator.evaluate(this.#uri, snapshot).then((outcome) => {
      clearTimeout(settling);
      this.#finish(outcome, snapshot, last);
    });
  }

  /** Resolves when the newest version may be shown. */
  async settled(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const moment = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, settlingTime);
    });
    await Promise.race([this.finished(), moment]);
    clearTimeout(timer);
  }

  /** Resolves when the newest version has been evaluated, or can't be. */
  async finished(): Promise<void> {
    let awaited: Promise<void>;
    do {
      awaited = this.#finished;
      await awaited;
    } while (awaited !== this.#finished);
  }

  stepped(text: string): void {
    if (this.#snapshot) this.#steps.record(this.#snapshot.text, text);
  }

  #finish(outcome: Outcome, snapshot: Snapshot, last: Readings | undefined): void {
    if (outcome.kind === 'superseded' || this.#snapshot !== snapshot) return;
    this.#snapshot = outcome.snapshot;
    this.#settle(outcome.snapshot, last);
  }

  #settle(snapshot: Snapshot, last: Readings | undefined): void {
    if (this.#snapshot !== snapshot) return;
    this.#readings = readingsOf(snapshot, last);
    const { view } = this;
    if (view) this.#show(view);
  }
}
