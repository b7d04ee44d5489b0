/** The request `backprop/graphHover`: what the editor's hover shows, of a node of the graph that the client sees. */

import type { SeenGraph } from '../../graph/watchedGraph.ts';
import { sourceOf } from '../../language/base/excerpt.ts';
import { shortened } from '../../language/base/truncate.ts';
import { isNaming } from '../../language/syntax/tree.ts';
import { type Answered, askedOf, graphHoverMethod } from '../../protocol/panel/requests.ts';
import type { Feature } from '../feature.ts';
import { hoverOf } from '../hover/hover.ts';
import { definitionSubject, expressionSubject, type Subject } from '../hover/subject.ts';
import { refused } from '../validation.ts';

export const graphHover: Feature = {
  capabilities: {},
  register(connection, server) {
    connection.onRequest(graphHoverMethod, async (params: unknown): Promise<Answered<'hover'>> => {
      const question = askedOf('hover', params);
      if (question === undefined) throw refused(`${graphHoverMethod} takes the URI of a file and the id of a node`);
      const file = await server.settled(question.uri);
      const seen = server.watchedGraph.seen(question.uri);
      const subject = seen && subjectOf(seen, question.asked.node);
      if (file === undefined || subject === undefined) return { markdown: null };
      const { snapshot } = seen!;
      return { markdown: hoverOf({ snapshot, readings: file.readings }, subject, server.settings) };
    });
  },
};

/** What a node is in the text: what the cursor would be on, or where it can't be, the source that it was made for. */
function subjectOf({ drawn, snapshot }: SeenGraph, id: string): Subject | undefined {
  const place = drawn.structure.nodes.findIndex((node) => node.id === id);
  if (place < 0) return undefined;
  const { module, body, statement, expression, name } = drawn.standings[place];
  const main = drawn.mains[place];
  const node = main === undefined ? {} : { node: main };
  const isInFile = module.path === '' && body === undefined;
  if (isInFile && statement && expression)
    return { ...expressionSubject(snapshot, statement, expression, expression.start), ...node };
  if (isInFile && statement && isNaming(statement)) return definitionSubject(snapshot, statement, statement.name);
  const written = expression ?? statement;
  // The sum of all losses is written nowhere, and nor is a run of statements.
  if (written === undefined) return undefined;
  const local = name === undefined ? {} : { name: shortened(name) };
  return {
    range: written,
    heading: sourceOf(module.text, written),
    ...node,
    ...local,
    ...(body && { function: body }),
    docs: [],
  };
}
