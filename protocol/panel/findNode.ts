/** The search for a node of the displayed graph, which may be inside collapsed groups. */

import * as v from 'valibot';
import { list, object, shortText, textOrNull } from '../shared/schema.ts';
import { uinteger } from '../shared/textRange.ts';
import { graphNode } from './graph.ts';

export const findNodeMethod = 'backprop/findNode';

/** Maximum number of matches in a response. */
export const maxMatches = 50;

/** The beginning or any part of a name, an operator or a kind. */
export const findNodeQuery = object({ query: shortText });
export type FindNodeQuery = v.InferOutput<typeof findNodeQuery>;

const { id, kind, name, symbol, shape } = graphNode.entries;

const nodeMatch = object({
  /** The node's id once the groups that hide it are expanded. */
  id,
  kind,
  name,
  symbol,
  shape,
  /** The line of the node, or of the statement that it is inlined into, counted from 0; null for none. */
  line: v.nullable(uinteger),
  /** The collapsed groups that hide the node, from the outermost; empty for a displayed one. */
  hiddenIn: list(object({ id: v.string(), label: v.string() })),
});
export type NodeMatch = v.InferOutput<typeof nodeMatch>;

export const findNodeReply = object({
  /** The best match first. */
  matches: v.pipe(
    list(nodeMatch),
    v.check(({ length }) => length <= maxMatches, 'there are too many matches'),
  ),
  /** The number of all matches, of which the first are sent. */
  total: uinteger,
  /** Null unless nothing can be searched, for the reason in a sentence. */
  reason: textOrNull,
});
export type FindNodeReply = v.InferOutput<typeof findNodeReply>;
