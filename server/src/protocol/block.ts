/** A model in a text that isn't a file of its own, as a block of code in Markdown: what is shown of it is asked for as a whole. */

import * as v from 'valibot';
import { graphNumbers, graphStructure } from './panel/graph.ts';
import { object } from './panel/schema.ts';
import type { Annotation } from './result.ts';

/** A request of the server for a `Block`. */
export const blockMethod = 'backprop/block';

export const blockParams = object({
  /** Of the document that it stands in: files that it names are looked for from there. */
  uri: v.string(),
  text: v.string(),
});
export type BlockParams = v.InferOutput<typeof blockParams>;

/** What a word is, for its colour. */
export type WordKind = 'comment' | 'keyword' | 'number' | 'string' | 'function';

export interface Word {
  readonly text: string;
  /** Null for what is in the colour of the text. */
  readonly kind: WordKind | null;
}

export interface BlockLine {
  /** All of its text. */
  readonly words: readonly Word[];
  /** What is shown behind it; null where no statement ends. */
  readonly annotation: Annotation | null;
}

export interface BlockProblem {
  readonly severity: 'error' | 'warning';
  /** Which of both it is, in which line of the block, and what is wrong there. */
  readonly sentence: string;
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
