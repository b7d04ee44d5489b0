/** A number that is tried out: while it is dragged, everything follows and the text stays; its release is one edit. */

import * as v from 'valibot';
import { type TextRange, textRange } from './graph.ts';
import { object } from './schema.ts';

/**
 * A notification: a leaf of an open file is to have this value for now. Newer ones overtake older ones; one of a leaf
 * that isn't one number of the text, or of a file with errors, changes nothing.
 */
export const scrubMethod = 'backprop/scrub';

/** A request that ends it: kept, it is one edit of the text; else everything is as before. The result is whether it was kept. */
export const endScrubMethod = 'backprop/endScrub';

/** A request for the number of the statement at a place of an open file; the result is null where none can be tried out. */
export const scrubbableMethod = 'backprop/scrubbable';

export const scrubbed = object({
  /** The name of the leaf in the file, as in `GraphNode.id`. */
  name: v.string(),
  value: v.pipe(v.number(), v.finite()),
});
export type Scrubbed = v.InferOutput<typeof scrubbed>;

export const scrubParams = object({ uri: v.string(), scrubbed });
export type ScrubParams = v.InferOutput<typeof scrubParams>;

export const endScrubParams = object({ uri: v.string(), isKept: v.boolean() });
export type EndScrubParams = v.InferOutput<typeof endScrubParams>;

export const scrubbableParams = object({ uri: v.string(), position: textRange.entries.start });
export type ScrubbableParams = v.InferOutput<typeof scrubbableParams>;

/** A number that may be tried out, as the text has it. */
export interface Scrubbable extends Scrubbed {
  /** Where it stands, with its sign. */
  readonly range: TextRange;
}
