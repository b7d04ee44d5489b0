/** A number that is tried out: while it is dragged, everything follows and the text stays; its release is one edit. */

import * as v from 'valibot';
import { object } from './schema.ts';

/** A notification: a leaf of an open file is to have this value for now. Newer ones overtake older ones. */
export const scrubMethod = 'backprop/scrub';

/** A request that ends it: kept, it is one edit of the text; else everything is as before. The result is whether it was kept. */
export const endScrubMethod = 'backprop/endScrub';

export const scrubbed = object({
  /** The name of the leaf in the file, as in `GraphNode.id`. */
  name: v.string(),
  value: v.pipe(v.number(), v.finite()),
});
export type Scrubbed = v.InferOutput<typeof scrubbed>;

export interface ScrubParams {
  readonly uri: string;
  readonly scrubbed: Scrubbed;
}

export interface EndScrubParams {
  readonly uri: string;
  readonly isKept: boolean;
}
