/**
 * Scrubbing: while a number is dragged, all displayed numbers follow and the text stays unchanged; releasing it makes
 * one edit.
 */

import * as v from 'valibot';
import { object, shortText } from '../shared/schema.ts';
import { type TextRange, textPosition } from '../shared/textRange.ts';

/**
 * A notification that temporarily sets a literal of an open file. Newer notifications replace pending ones.
 * Ignored if the definition is not a single number, or if the file has errors.
 */
export const scrubMethod = 'backprop/scrub';

/**
 * A request that ends scrubbing, either with one edit of the text or by restoring all numbers. The result is whether
 * the value was kept.
 */
export const endScrubMethod = 'backprop/endScrub';

/**
 * A request for the number of the statement at a position in an open file; the result is null if it cannot be
 * scrubbed.
 */
export const scrubbableMethod = 'backprop/scrubbable';

export const namedNumber = object({
  /** The name that the literal defines, as in `GraphNode.id`. */
  name: shortText,
  value: v.pipe(v.number(), v.finite()),
});
export type NamedNumber = v.InferOutput<typeof namedNumber>;

export const scrubParams = object({ uri: shortText, scrubbed: namedNumber });
export type ScrubParams = v.InferOutput<typeof scrubParams>;

export const endScrubParams = object({ uri: shortText, isCommitted: v.boolean() });
export type EndScrubParams = v.InferOutput<typeof endScrubParams>;

export const scrubbableParams = object({ uri: shortText, position: textPosition });
export type ScrubbableParams = v.InferOutput<typeof scrubbableParams>;

/** A number that can be scrubbed, with its value in the text. */
export interface ScrubbableNumber {
  /** The name that the literal defines. */
  readonly name: string;
  readonly value: number;
  /** Includes the sign. */
  readonly range: TextRange;
}
