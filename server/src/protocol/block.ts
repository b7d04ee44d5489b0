/** A model in a text that isn't a file of its own, as a block of code in Markdown: what is shown of it is asked for as a whole. */

import * as v from 'valibot';
import { graphNumbers, graphStructure } from './panel/graph.ts';
import { object } from './panel/schema.ts';
import type { LineDecoration } from './result.ts';

/** A request of the server for a `Block`. */
export const blockMethod = 'backprop/block';

export const blockParams = object({
  /** Of the document that it stands in: files that it names are looked for from there. */
  uri: v.string(),
  text: v.string(),
});
export type BlockParams = v.InferOutput<typeof blockParams>;

/** What a word is, for its colour. */
export type SpanKind = 'comment' | 'keyword' | 'number' | 'string' | 'function';

export interface HighlightedSpan {
  readonly text: string;
  /** Null for what is in the colour of the text. */
  readonly kind: SpanKind | null;
}

export interface BlockLine {
  /** All of its text. */
  readonly spans: readonly HighlightedSpan[];
  /** What is shown behind it; null where no statement ends. */
  readonly decoration: LineDecoration | null;
}

export interface BlockProblem {
  readonly severity: 'error' | 'warning';
  /** Which of both it is, in which line of the block, and what is wrong there. */
  readonly message: string;
}

/** What is drawn below it: checked where it arrives, as whatever is in a document may look like it. */
export const blockGraph = object({ structure: graphStructure, numbers: graphNumbers });
export type BlockGraph = v.InferOutput<typeof blockGraph>;

export interface Block {
  readonly lines: readonly BlockLine[];
  readonly problems: readonly BlockProblem[];
  /** Null where the model is broken, and where nothing is connected in it. */
  readonly graph: BlockGraph | null;
}
