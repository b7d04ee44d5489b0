/** The computation, one step at a time, as the engine's own program orders it: forward, backward, and the update of the params. */

import * as v from 'valibot';
import { textRange } from './graph.ts';
import { list, object, textOrNull } from './schema.ts';

/** A request for the film of the graph that is watched. */
export const filmMethod = 'backprop/film';

const filmStep = object({
  phase: v.picklist(['forward', 'backward', 'update']),
  /** The node that is lit, by its place in the structure: it computes, or it hands on its gradient. */
  node: v.number(),
  /** The wire that the gradient flows back through, by its place; null where it flows through none. */
  wire: v.nullable(v.number()),
  /** What becomes known of a node in this step, by its place: its value, or its gradient or a part of that. */
  resultNode: v.nullable(v.number()),
  /** The local rule, as a sentence without its full stop: `multiply hands over the other side's value`. */
  rule: v.string(),
  /** `∂L/∂q = ∂L/∂f · z = −4 · −4 = 16`, part by part. */
  equation: list(object({ text: v.string(), tone: v.picklist(['text', 'value', 'gradient', 'result']) })),
  /** At a fan-out the sum so far: `3 + 5 = 8`; and what the node's gradient is by then. Null elsewhere. */
  sum: textOrNull,
  /** The gradient that the known node has by then, as it is displayed; null in the forward pass. */
  gradient: textOrNull,
  /** The statement it belongs to, `f = q * z`, and where that stands, `lesson.bp:8`. */
  source: v.string(),
  location: v.string(),
  range: v.nullable(textRange),
});
export type FilmStep = v.InferOutput<typeof filmStep>;

export const film = object({
  /** The structure and the version of the text that the steps are of. */
  structureCount: v.number(),
  version: v.number(),
  steps: list(filmStep),
  /** Why there are none, or not all, as a sentence; else null. */
  refusal: textOrNull,
});
export type Film = v.InferOutput<typeof film>;
