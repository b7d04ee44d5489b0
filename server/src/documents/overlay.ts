/** Temporary values of a whole model, shown instead of those of its text: while it trains, or while a number is scrubbed. */

import type { Values } from '../engine/ir/values.ts';
import { analyze, type EvaluatedSnapshot, type Snapshot } from '../snapshot/snapshot.ts';
import { withValues } from '../snapshot/withValues.ts';

/** The document that an overlay is shown in. */
export interface OverlayHost {
  /** Shows a snapshot of the overlay; undefined for its base. False if the overlay is displaced. */
  showOverlay(overlay: Overlay, shown: Snapshot | undefined): boolean;
  acceptsOverlay(overlay: Overlay): boolean;
}

/** An overlay of one version. A newer version, or another overlay of the same one, displaces it for good. */
export class Overlay {
  /** The version with its own values. */
  readonly base: EvaluatedSnapshot;
  readonly #host: OverlayHost;
  #unevaluated: Snapshot | undefined;
  #values: Values | undefined;
  #shown: Snapshot;

  constructor(base: EvaluatedSnapshot, host: OverlayHost) {
    this.base = base;
    this.#host = host;
    this.#shown = base;
  }

  /** The temporary values; undefined while the text's own are shown. */
  get values(): Values | undefined {
    return this.#values;
  }

  /** The version without values, without the problems found in them, and without the steps that led to the text's own. */
  get unevaluated(): Snapshot {
    const { base } = this;
    this.#unevaluated ??= analyze(base.text, base.version, base.context, base);
    return this.#unevaluated;
  }

  /** The snapshot that the document shows unless the overlay is displaced. */
  get shown(): Snapshot {
    return this.#shown;
  }

  get isDisplaced(): boolean {
    return !this.#host.acceptsOverlay(this);
  }

  /**
   * Replaces the values that are shown.
   * @param values undefined for the text's own.
   * @returns false if the overlay is displaced.
   */
  show(values: Values | undefined): boolean {
    if (values === this.#values) return !this.isDisplaced;
    const previous = { values: this.#values, shown: this.#shown };
    this.#values = values;
    this.#shown = values ? withValues(this.unevaluated, values) : this.base;
    const isShown = this.#host.showOverlay(this, values && this.#shown);
    if (!isShown) ({ values: this.#values, shown: this.#shown } = previous);
    return isShown;
  }
}
