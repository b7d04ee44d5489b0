/** Progress lines of `bp train`: about as many as fit on a screen. */

import { defaultSettings } from '../../../../protocol/editor/settings.ts';
import { formatCount } from '../../data/formatCount.ts';
import { formatNumber } from '../../display/numbers.ts';
import type { Progress, TrainingRun } from '../../engine/training/trainingRun.ts';
import { printLine } from './print.ts';
import type { ProgressReport } from './takeSteps.ts';

const maxLines = 10;

/** In characters: the width of most numbers, so that what follows is aligned. */
const numberWidth = 9;
const rateWidth = 7;

/** `step  2   L = 0.1587`. */
export class StepProgress implements ProgressReport {
  readonly #firstStep: number;
  readonly #steps: number;
  readonly #label: string;

  /** @param firstStep the number of steps taken before. */
  constructor(firstStep: number, steps: number, label: string) {
    this.#firstStep = firstStep;
    this.#steps = steps;
    this.#label = label;
  }

  begin(loss: number): void {
    this.#printLine(this.#firstStep, loss);
  }

  isDue({ step, steps }: Progress): boolean {
    return (step - this.#firstStep) % Math.ceil(this.#steps / maxLines) === 0 || step === steps;
  }

  print({ step }: Progress, loss: number): void {
    this.#printLine(step, loss);
  }

  #printLine(step: number, loss: number): void {
    const width = String(this.#firstStep + this.#steps).length;
    printLine(`step ${String(step).padStart(width)}   ${this.#label} = ${showLoss(loss)}`);
  }
}

/**
 * `epoch  3 of 10   L = 0.1234   held out 0.13   1,234 steps/s`. A run that continues within an epoch also ends within one,
 * so it counts steps: `step 3 of 4   end of epoch 1   L = 0.1234   1,234 steps/s`.
 */
export class EpochProgress implements ProgressReport {
  /** The number of epochs completed before, and between two printed ones. */
  readonly #completed: number;
  readonly #interval: number;
  readonly #lastEpoch: number;
  readonly #isWithinEpoch: boolean;
  readonly #hasHeldOut: boolean;
  readonly #label: string;
  /** The step and time of the last printed line. */
  #lastPrinted: { readonly step: number; readonly time: number };

  /** @param run the run before its first step. @param steps the number of steps that it takes. */
  constructor(run: TrainingRun, steps: number, label: string) {
    const { step, batches } = run;
    const begun = batches.epochsBegunBefore(step);
    this.#lastEpoch = batches.epochsBegunBefore(step + steps);
    this.#isWithinEpoch = batches.isWithinEpoch(step);
    this.#completed = this.#isWithinEpoch ? begun - 1 : begun;
    this.#interval = Math.ceil((this.#lastEpoch - begun) / maxLines);
    this.#hasHeldOut = batches.heldOutSamples.length > 0;
    this.#label = label;
    this.#lastPrinted = { step, time: performance.now() };
  }

  isDue({ epoch, endsEpoch, step, steps }: Progress): boolean {
    return (endsEpoch && (epoch - this.#completed) % this.#interval === 0) || step === steps;
  }

  print(progress: Progress, loss: number): void {
    const { step, heldOut } = progress;
    const time = performance.now();
    const rate = (step - this.#lastPrinted.step) / Math.max(1e-3, (time - this.#lastPrinted.time) / 1000);
    this.#lastPrinted = { step, time };
    const parts = [
      ...this.#counts(progress),
      `${this.#label} = ${showLoss(loss).padEnd(numberWidth)}`,
      ...(this.#hasHeldOut ? [heldOutText(heldOut)] : []),
      `${formatCount(rate).padStart(rateWidth)} steps/s`,
    ];
    printLine(parts.join('   '));
  }

  #counts({ epoch, endsEpoch, step, steps }: Progress): string[] {
    if (!this.#isWithinEpoch) return [`epoch ${countOf(epoch, this.#lastEpoch)} of ${this.#lastEpoch}`];
    const end = `end of epoch ${countOf(epoch, this.#lastEpoch)}`;
    return [`step ${countOf(step, steps)} of ${steps}`, endsEpoch ? end : ' '.repeat(end.length)];
  }
}

/** A count as wide as the last one. */
function countOf(count: number, last: number): string {
  return String(count).padStart(String(last).length);
}

/** Blank within an epoch, where nothing is measured. */
function heldOutText(loss: number | undefined): string {
  const number = loss === undefined ? '' : showLoss(loss);
  return `${loss === undefined ? '        ' : 'held out'} ${number.padEnd(numberWidth)}`;
}

function showLoss(loss: number): string {
  return formatNumber(loss, defaultSettings.digits);
}
