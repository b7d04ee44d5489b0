/**
 * The computation graph of a file, as the panel draws it: what is folded is one node. Its structure changes with the model
 * alone; its numbers come with every result, in the order of the structure, so that where only numbers change nothing moves.
 * A client says which file it watches; the server pushes the graph of that file with each result, and of no other.
 */

import * as v from 'valibot';
import { list, numberOrNull, object, textOrNull } from './schema.ts';

/** A notification to the server, with what the panel shows now; null while it shows nothing, or is hidden. */
export const watchGraphMethod = 'backprop/watchGraph';

/** A notification to the client, of a file that is watched. */
export const graphMethod = 'backprop/graph';

/** Which groups are folded: all or none of them, except for these. */
export const folding = object({
  /** Null leaves it to the server: a graph of more nodes than can be taken in at a glance opens folded. */
  isFolded: v.nullable(v.boolean()),
  except: list(v.string()),
});
export type Folding = v.InferOutput<typeof folding>;

export const watchGraphParams = object({ watched: v.nullable(object({ uri: v.string(), folding })) });
export type WatchGraphParams = v.InferOutput<typeof watchGraphParams>;

/** Zero-based, as the protocol of language servers counts. */
const textPosition = object({ line: v.number(), character: v.number() });
export const textRange = object({ start: textPosition, end: textPosition });
export type TextRange = v.InferOutput<typeof textRange>;

const graphNode = object({
  /** The same from one version of the text to the next: `q`, `h.W`, `L/1` for the second unnamed node of the statement of L. */
  id: v.string(),
  kind: v.picklist(['param', 'data', 'const', 'operator', 'group']),
  /** What the text calls it; null for a part of an expression. A folded call is called as its statement. */
  name: textOrNull,
  /** What is written inside: the name of a leaf, `×`, `x²`, `tanh`; of a group what it folds, `dense`. */
  symbol: v.string(),
  /** `[200×32]`; empty for a scalar, and for a group that comes to several things. */
  shape: v.string(),
  /** The innermost open group around it. */
  parent: textOrNull,
  /** Where it stands in the file; null for what has no place there, as the inside of a library's function. */
  range: v.nullable(textRange),
  /** The statement that it belongs to, in one line. */
  source: v.string(),
  /** Whether the gradients are of it. */
  isRoot: v.boolean(),
  /** Whether a drag may change its number: a leaf whose one number stands in the file. */
  isScrubbable: v.boolean(),
  /** How many nodes it stands for when nothing is folded. */
  size: v.number(),
});
export type GraphNode = v.InferOutput<typeof graphNode>;

/** An open group: a frame around its nodes. A folded one is a node. */
const graphGroup = object({
  id: v.string(),
  label: v.string(),
  parent: textOrNull,
  /** Where the call or the statements stand in the file. */
  range: v.nullable(textRange),
});
export type GraphGroup = v.InferOutput<typeof graphGroup>;

/** From a result to one operand of one consumer; or into a folded group, to all that take it in there. */
const graphWire = object({
  /** Places in the list of nodes. */
  from: v.number(),
  to: v.number(),
  /** Which operand it is, for the order in which wires enter. */
  operandIndex: v.number(),
});
export type GraphWire = v.InferOutput<typeof graphWire>;

export const graphStructure = object({
  /** In the order of the program: every node after those that it takes. */
  nodes: list(graphNode),
  groups: list(graphGroup),
  wires: list(graphWire),
  /** What the gradients are of, as in ∂L; null in a file without a loss. */
  root: textOrNull,
  /** What the panel folds now; `isFolded` says how it was opened. */
  folding,
  /** Why it shows less than was asked for, as a sentence; null where it doesn't. */
  notice: textOrNull,
});
export type GraphStructure = v.InferOutput<typeof graphStructure>;

/** A tensor in small. */
const picture = v.variant('kind', [
  /** Its elements, or means of blocks of them, row by row, −1 to 1 in parts of the largest magnitude; null where not finite. */
  object({ kind: v.literal('heat'), rows: v.number(), columns: v.number(), cells: list(numberOrNull) }),
  /** The heights of a histogram, or of a few elements in order, 0 to 1; null for an element that is not finite. */
  object({ kind: v.literal('bars'), bars: list(numberOrNull) }),
]);
export type Picture = v.InferOutput<typeof picture>;

const nodeNumbers = object({
  /** `−12`, or of a tensor `0.02 ± 0.5`; empty where there is none, and for a group that comes to several things. */
  value: v.string(),
  /** `−4`, or of a tensor its norm, `0.2`; null where no gradient flows. */
  gradient: textOrNull,
  /** |∂|: of a tensor its norm. Null where no gradient flows, or it is not finite. */
  magnitude: numberOrNull,
  /** Of a tensor; null for a scalar. */
  picture: v.nullable(picture),
  /** The very value of a scalar; null for a tensor, and where it is not finite. */
  scalar: numberOrNull,
});
export type NodeNumbers = v.InferOutput<typeof nodeNumbers>;

const wireNumbers = object({
  /** What flows through it; null where it is what the node at its beginning shows already. */
  value: textOrNull,
  /**
   * What flows back through it alone, of a tensor its norm; null where nothing does, or where it is all that flows back to the
   * node at its beginning, whose own number says it.
   */
  gradient: textOrNull,
  /** The size of what flows back through it, whether or not that is said at the node; null where nothing does, or it is not finite. */
  magnitude: numberOrNull,
});
export type WireNumbers = v.InferOutput<typeof wireNumbers>;

export const graphNumbers = object({ nodes: list(nodeNumbers), wires: list(wireNumbers) });
export type GraphNumbers = v.InferOutput<typeof graphNumbers>;

export const graph = object({
  uri: v.string(),
  /** The version of the text document that was read; what is shown may be from an earlier one, where it is stale. */
  version: v.number(),
  /** Counts the structures of a watch: the numbers are of the structure that came with this count. */
  structureCount: v.number(),
  /** Null where it is still the last one that was sent. */
  structure: v.nullable(graphStructure),
  numbers: graphNumbers,
  /** `4`; null where there is no objective, or it can't be evaluated. */
  objective: textOrNull,
  /** What a step of training would be taken with, as `lr 0.01` or `adam · lr 0.01`; null where none can be taken. */
  step: textOrNull,
  /** What is shown while the file is broken or has no numbers yet, and what is broken: `Stale: the last good graph. Line 8: …`; else null. */
  stale: textOrNull,
});
/** What is pushed. */
export type Graph = v.InferOutput<typeof graph>;
