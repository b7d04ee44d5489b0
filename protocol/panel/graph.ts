/**
 * The display graph of a file for the panel, in which a collapsed group is one node. The structure changes only with
 * the model, while numbers come with every result, in the order of the structure, so that nothing moves if only
 * numbers change. The server pushes the graph only of the file that the client watches.
 */

import * as v from 'valibot';
import { gridSize, list, numberOrNull, object, shortText, textOrNull } from '../shared/schema.ts';
import { textRange } from '../shared/textRange.ts';
import { hasValidReferences } from './graphReferences.ts';

/** A notification to the server with the graph displayed in the panel; null while the panel is empty or hidden. */
export const watchGraphMethod = 'backprop/watchGraph';

/** A notification to the client with the graph of the watched file. */
export const graphUpdateMethod = 'backprop/graphUpdate';

/** Collapsed groups: all or none, with exceptions. */
export const collapseState = object({
  /** Null lets the server decide: large graphs are collapsed by default. */
  isCollapsed: v.nullable(v.boolean()),
  except: list(shortText),
});
export type CollapseState = v.InferOutput<typeof collapseState>;

export const watchGraphParams = object({ watched: v.nullable(object({ uri: shortText, collapseState })) });
export type WatchGraphParams = v.InferOutput<typeof watchGraphParams>;

export const graphNode = object({
  /** Stable across versions of the text: `q`, `h.W`, `L/1` for the second unnamed node of the statement of L. */
  id: v.string(),
  kind: v.picklist(['param', 'data', 'const', 'operator', 'group']),
  /** Name in the text; null for a subexpression. A collapsed call has the name of its statement. */
  name: textOrNull,
  /** Text inside the node: the name of an input, `×`, `x²`, `tanh`; for a group what it collapses, such as `dense`. */
  symbol: v.string(),
  /** `[200×32]`; empty for a scalar, and for a group with several outputs. */
  shape: v.string(),
  /** Room for the written-out elements of a small tensor, in lines and columns of text; null for other nodes. */
  elementsSize: v.nullable(object({ lines: gridSize, columns: gridSize })),
  /** The innermost expanded group around the node. */
  parent: textOrNull,
  /** Range in the file; null for nodes without a source there, such as those inside a library function. */
  range: v.nullable(textRange),
  /** The statement of the node, on one line. */
  source: v.string(),
  /** True if the gradients are taken of this node. */
  isRoot: v.boolean(),
  /** True if the number can be dragged: its definition is a single number in the file. */
  isScrubbable: v.boolean(),
  /** The number of nodes when everything is expanded. */
  size: v.number(),
});
export type GraphNode = v.InferOutput<typeof graphNode>;

/** An expanded group, drawn as a frame around its nodes. A collapsed group is a node. */
const graphGroup = object({
  id: v.string(),
  label: v.string(),
  parent: textOrNull,
  /** Range of the call or of the statements in the file. */
  range: v.nullable(textRange),
});
export type GraphGroup = v.InferOutput<typeof graphGroup>;

/** From a node to one operand of a consumer, or to a collapsed group, for all consumers inside. */
const graphWire = object({
  /** Node indices. */
  from: v.number(),
  to: v.number(),
  /** Operand index, which determines the order of incoming wires. */
  operandIndex: v.number(),
});
export type GraphWire = v.InferOutput<typeof graphWire>;

const structureParts = object({
  /** In program order: every node comes after its operands. */
  nodes: list(graphNode),
  groups: list(graphGroup),
  wires: list(graphWire),
  /** The name of the differentiated objective, as in ∂L; null in a file without a loss. */
  objectiveName: textOrNull,
  /** Current state of the groups, with `isCollapsed` resolved by the server. */
  collapseState,
  /** The reason why less than requested is displayed, as a sentence; else null. */
  notice: textOrNull,
});

export const graphStructure = v.pipe(
  structureParts,
  v.check((structure) => hasValidReferences(structure), 'a wire or a group refers to a node or group that is missing'),
);
export type GraphStructure = v.InferOutput<typeof graphStructure>;

/**
 * Elements of a matrix or means of blocks, row by row, from −1 to 1 relative to the largest magnitude; null for a
 * non-finite element.
 */
const heatMap = object({ kind: v.literal('heat'), rows: gridSize, columns: gridSize, cells: list(numberOrNull) });

/** A thumbnail of a tensor. */
const thumbnail = v.variant('kind', [
  v.pipe(
    heatMap,
    v.check(({ rows, columns, cells }) => cells.length === rows * columns, 'there must be one cell for each position'),
  ),
  /** Heights, 0 to 1, of a histogram. */
  object({ kind: v.literal('bars'), bars: list(v.number()) }),
]);
export type Thumbnail = v.InferOutput<typeof thumbnail>;

const nodeNumbers = object({
  /** `−12`, or for a tensor `0.02 ± 0.5`; empty without a value, and for a group with several outputs. */
  value: v.string(),
  /** `−4`, or for a tensor its norm, `0.2`; null if no gradient flows. */
  gradient: textOrNull,
  /** The written-out elements of a small tensor and of its gradient, line by line; null for other nodes. */
  elements: v.nullable(object({ value: list(shortText), gradient: v.nullable(list(shortText)) })),
  /** |∂|, or for a tensor its norm; null if no gradient flows or it is not finite. */
  magnitude: numberOrNull,
  /** Null for a scalar. */
  thumbnail: v.nullable(thumbnail),
  /** Exact value of a scalar; null for a tensor, and for a non-finite value. */
  scalar: numberOrNull,
});
export type NodeNumbers = v.InferOutput<typeof nodeNumbers>;

const wireNumbers = object({
  /** The value that flows through the wire; null if the source node already displays it. */
  value: textOrNull,
  /**
   * The gradient that flows back through this wire, for a tensor its norm; null if there is none, or if it is the
   * whole gradient of the source node, which displays it.
   */
  gradient: textOrNull,
  /** Size of the gradient that flows back, even if the node displays it; null if there is none or it is not finite. */
  magnitude: numberOrNull,
});
export type WireNumbers = v.InferOutput<typeof wireNumbers>;

export const graphNumbers = object({ nodes: list(nodeNumbers), wires: list(wireNumbers) });
export type GraphNumbers = v.InferOutput<typeof graphNumbers>;

export const graphUpdate = object({
  uri: v.string(),
  /** The version of the analyzed text; if stale, the displayed graph may be from a previous one. */
  version: v.number(),
  /** Increases with each structure sent; the numbers belong to the structure of this version. */
  structureVersion: v.number(),
  /** Null if unchanged since the last message. */
  structure: v.nullable(graphStructure),
  numbers: graphNumbers,
  /** `4`; null if there is no objective, or if it cannot be evaluated. */
  objectiveText: textOrNull,
  /** The samples that the numbers are about, `first 128 of 1,000 samples`; null if all. */
  sampleText: textOrNull,
  /** The title of a training step, such as `SGD step · lr 0.01`; null if no step can be taken. */
  stepTitle: textOrNull,
  /**
   * Description of the displayed graph and of the error while the file has errors or no numbers yet, `Stale: showing
   * the last valid graph. Error on line 8: …`; else null.
   */
  staleNotice: textOrNull,
});
/** Payload of `graphUpdateMethod`. */
export type GraphUpdate = v.InferOutput<typeof graphUpdate>;
