/** Request for everything displayed of a model embedded in another document, such as a code block in Markdown. */

import * as v from 'valibot';
import type { LineDecoration } from '../editor/shownNumbers.ts';
import { graphNumbers, graphStructure } from '../panel/graph.ts';
import { hasNumbersFor } from '../panel/graphReferences.ts';
import { object, shortText } from '../shared/schema.ts';

/** A request to the server; the result is an `EmbeddedModel`. */
export const embeddedModelMethod = 'backprop/embeddedModel';

export const embeddedModelParams = object({
  /** The URI of the enclosing document, against which file names are resolved. */
  uri: shortText,
  text: v.string(),
});
export type EmbeddedModelParams = v.InferOutput<typeof embeddedModelParams>;

/** Token kind for syntax highlighting. */
export type SpanKind = 'comment' | 'keyword' | 'number' | 'string' | 'function';

export interface HighlightedSpan {
  readonly text: string;
  /** Null for the default text color. */
  readonly kind: SpanKind | null;
}

export interface EmbeddedLine {
  /** The complete text of the line. */
  readonly spans: readonly HighlightedSpan[];
  /** Annotation after the line; null if no statement ends on it. */
  readonly decoration: LineDecoration | null;
}

export interface EmbeddedProblem {
  readonly severity: 'error' | 'warning' | 'information';
  /** Includes the severity and the line in the model. */
  readonly message: string;
}

/**
 * The graph drawn below the code, as a schema: it is validated on arrival, because any document may contain data of
 * this form.
 */
export const embeddedGraph = v.pipe(
  object({ structure: graphStructure, numbers: graphNumbers }),
  v.check(({ structure, numbers }) => hasNumbersFor(numbers, structure), 'each node and wire needs its numbers'),
);
export type EmbeddedGraph = v.InferOutput<typeof embeddedGraph>;

export interface EmbeddedModel {
  readonly lines: readonly EmbeddedLine[];
  readonly problems: readonly EmbeddedProblem[];
  /** Null if the model has errors, or if no nodes are connected. */
  readonly graph: EmbeddedGraph | null;
}
