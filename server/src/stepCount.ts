/**
 * Counts the training steps that led to a text. The count belongs to the text, so undoing a step takes it back, and a
 * text that was typed starts at none.
 */

export class StepCount {
  readonly #counts = new Map<number, number>();

  /** How many steps led to this text. */
  at(text: string): number {
    return this.#counts.get(digest(text)) ?? 0;
  }

  /** One more step leads from one text to another. */
  record(from: string, to: string): void {
    this.#counts.set(digest(to), this.at(from) + 1);
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
