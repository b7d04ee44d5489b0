/** Progress lines of `bp train`: about as many as fit on a screen. */

import { defaultSettings } from '../../../../protocol/settings.ts';
import { formatNumber } from '../../display/numbers.ts';
import type { Progress } from '../../engine/training/trainingRun.ts';
import { printLine } from './print.ts';
import type { ProgressReport } from './takeSteps.ts';

const maxLines = 10;

/** In characters: the width of most numbers, so that what follows is aligned. */
const numberWidth = 9;
const rateWidth = 7;

const countFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `step  2   L = 0.1587`. */
export class StepProgress implements ProgressReport {
  readonly #steps: number;
  readonly #label: string;

  constructor(steps: number, label: string) {
    this.#steps = steps;
    this.#label = label;
  }

  begin(loss: number): void {
    this.#printLine(0, loss);
  }

  isDue({ step }: Progress): boolean {
    return step % Math.ceil(this.#steps / maxLines) === 0 || step === this.#steps;
  }

  print({ step }: Progress, loss: number): void {
    this.#printLine(step, loss);
  }

  #printLine(step: number, loss: number): void {
    printLine(`step ${String(step).padStart(String(this.#steps).length)}   ${this.#label} = ${showLoss(loss)}`);
  }
}

/** `epoch  3 of 10   L = 0.1234   held out 0.13   1,234 steps/s`. */
export class EpochProgress implements ProgressReport {
  readonly #epochs: number;
  readonly #label: string;
  /** The step and time of the last printed line. */
  #lastPrinted = { step: 0, time: performance.now() };

  constructor(epochs: number, label: string) {
    this.#epochs = epochs;
    this.#label = label;
  }

  isDue({ epoch, endsEpoch }: Progress): boolean {
    return endsEpoch && (epoch % Math.ceil(this.#epochs / maxLines) === 0 || epoch === this.#epochs);
  }

  print({ step, epoch, heldOut }: Progress, loss: number): void {
    const time = performance.now();
    const rate = (step - this.#lastPrinted.step) / Math.max(1e-3, (time - this.#lastPrinted.time) / 1000);
    this.#lastPrinted = { step, time };
    const parts = [
      `epoch ${String(epoch).padStart(String(this.#epochs).length)} of ${this.#epochs}`,
      `${this.#label} = ${showLoss(loss).padEnd(numberWidth)}`,
      ...(heldOut === undefined ? [] : [`held out ${showLoss(heldOut).padEnd(numberWidth)}`]),
      `${countFormat.format(rate).padStart(rateWidth)} steps/s`,
    ];
    printLine(parts.join('   '));
  }
}

function showLoss(loss: number): string {
  return formatNumber(loss, defaultSettings.digits);
}
