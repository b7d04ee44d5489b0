/** The computation step by step in program order: forward pass, backward pass, and update of the params. */

import * as v from 'valibot';
import { list, object, shortText, textOrNull } from '../shared/schema.ts';
import { textRange } from '../shared/textRange.ts';

/** A request for the playback of the watched graph. */
export const playbackMethod = 'backprop/playback';

/** A small matrix, written out. A vector is a row on the left of a product, and a column on the right. */
const writtenMatrix = object({
  /** `x.T`. */
  label: v.string(),
  tone: v.picklist(['value', 'gradient']),
  /** Formatted elements, row by row. */
  rows: list(list(shortText)),
});
export type WrittenMatrix = v.InferOutput<typeof writtenMatrix>;

const matrixProduct = v.pipe(
  object({ left: writtenMatrix, right: writtenMatrix, result: writtenMatrix }),
  v.check(({ left, right, result }) => {
    const columns = right.rows[0]?.length;
    return (
      left.rows.length === result.rows.length &&
      left.rows.every((row) => row.length === right.rows.length) &&
      [...right.rows, ...result.rows].every((row) => row.length === columns)
    );
  }, 'the shapes of a product must match'),
);
export type MatrixProduct = v.InferOutput<typeof matrixProduct>;

const playbackStep = object({
  phase: v.picklist(['forward', 'backward', 'update']),
  /** Index of the highlighted node, which is evaluated or propagates its gradient. */
  node: v.number(),
  /** Index of the wire that the gradient flows back through; null if there is none. */
  wire: v.nullable(v.number()),
  /** Index of the node whose value, gradient or partial gradient this step computes; null if there is none. */
  resultNode: v.nullable(v.number()),
  /** The local rule, as a sentence without its full stop. */
  rule: v.string(),
  /** `∂L/∂q = ∂L/∂f · z = −4 · −4 = 16`, as spans with tones. */
  equation: list(object({ text: v.string(), tone: v.picklist(['text', 'value', 'gradient', 'result']) })),
  /** The matrices that this step multiplies, if they are small enough to be written out; else null. */
  product: v.nullable(matrixProduct),
  /** At a fan-out, the sum so far, which is the node's gradient up to this step: `3 + 5 = 8`; null elsewhere. */
  sum: textOrNull,
  /** The gradient of `resultNode` after this step, as displayed; null if none is displayed, as in the forward pass. */
  gradient: textOrNull,
  /** The elements of that gradient, line by line, if it is that of a small tensor; else null. */
  gradientElements: v.nullable(list(shortText)),
  /** The statement of the node, `f = q * z`; `location` is its file and line, `lesson.bp:8`. */
  source: v.string(),
  location: v.string(),
  range: v.nullable(textRange),
});
export type PlaybackStep = v.InferOutput<typeof playbackStep>;

export const playback = object({
  /** The structure and the text version that the steps belong to. */
  structureVersion: v.number(),
  version: v.number(),
  steps: list(playbackStep),
  /** The reason why steps are missing, as a sentence; else null. */
  notice: textOrNull,
});
export type Playback = v.InferOutput<typeof playback>;
