/** Request for everything displayed of a model embedded in another document, such as a code block in Markdown. */

import * as v from 'valibot';
import { graphNumbers, graphStructure } from './panel/graph.ts';
import { hasNumbersFor } from './panel/graphReferences.ts';
import { line, object } from './schema.ts';
import type { LineDecoration } from './shownNumbers.ts';

/** A request to the server; the result is a `Block`. */
export const blockMethod = 'backprop/block';

export const blockParams = object({
  /** The URI of the enclosing document, against which file names are resolved. */
  uri: line,
  text: v.string(),
});
export type BlockParams = v.InferOutput<typeof blockParams>;

/** Token kind for syntax highlighting. */
export type SpanKind = 'comment' | 'keyword' | 'number' | 'string' | 'function';

export interface HighlightedSpan {
  readonly text: string;
  /** Null for the default text color. */
  readonly kind: SpanKind | null;
}

export interface BlockLine {
  /** The complete text of the line. */
  readonly spans: readonly HighlightedSpan[];
  /** Annotation after the line; null if no statement ends on it. */
  readonly decoration: LineDecoration | null;
}

export interface BlockProblem {
  readonly severity: 'error' | 'warning';
  /** Includes the severity and the line in the block. */
  readonly message: string;
}

/**
 * The graph drawn below the block, as a schema: it is validated on arrival, because any document may contain data of
 * this form.
 */
export const blockGraph = v.pipe(
  object({ structure: graphStructure, numbers: graphNumbers }),
  v.check(({ structure, numbers }) => hasNumbersFor(numbers, structure), 'each node and wire needs its numbers'),
);
export type BlockGraph = v.InferOutput<typeof blockGraph>;

export interface Block {
  readonly lines: readonly BlockLine[];
  readonly problems: readonly BlockProblem[];
  /** Null if the model has errors, or if no nodes are connected. */
  readonly graph: BlockGraph | null;
}
