/**
 * Counts the training steps that led to the text of a file. It follows the text through steps, undo and redo, back and
 * forth on the way that the steps went; a text that was typed is off that way and counts none, until it is typed back.
 */

export class StepCount {
  /** The texts on the way, by their digests: from where the first step was taken to where the last one led. */
  #way: number[] = [];
  #place = 0;
  #isOnWay = false;
  /** The text that a step is about to lead to. */
  #awaited: number | undefined;

  get count(): number {
    return this.#isOnWay ? this.#place : 0;
  }

  /** A step is about to lead from the text of now to another. */
  step(from: string, to: string): void {
    if (!this.#isOnWay) [this.#way, this.#place, this.#isOnWay] = [[digest(from)], 0, true];
    this.#awaited = digest(to);
  }

  /** The text has changed. */
  follow(text: string): void {
    const now = digest(text);
    if (now === this.#awaited) {
      this.#place++;
      this.#way.splice(this.#place, Number.POSITIVE_INFINITY, now);
    } else {
      const near = [this.#place, this.#place - 1, this.#place + 1].find((place) => this.#way[place] === now);
      this.#isOnWay = near !== undefined;
      this.#place = near ?? this.#place;
    }
    this.#awaited = undefined;
  }
}

/** FNV-1a over 52 bits: two texts of one session that share it would only be miscounted. */
function digest(text: string): number {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}
