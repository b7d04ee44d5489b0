/**
 * The request `backprop/graphHover`: returns the editor's hover for a node of the graph that the client displays, without
 * tables and pictures, which would cover the graph; the tensor viewer has all elements.
 */

import {
  type GraphHoverParams,
  graphHoverMethod,
  type PanelRequestResult,
} from '../../../../protocol/panel/requests.ts';
import type { ShownGraph } from '../../graph/watchedGraph.ts';
import { isModelFile } from '../../language/names/modules/module.ts';
import { isValueDefinition, rangeIn } from '../../language/syntax/ast.ts';
import { excerptOf } from '../../language/text/excerpt.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { Feature } from '../feature.ts';
import { definitionSubject, expressionSubject } from '../hover/findSubject.ts';
import { hoverOf } from '../hover/hover.ts';
import type { HoverSubject } from '../hover/hoverSubject.ts';

export const graphHover: Feature = {
  capabilities: {},
  register(connection, { documents, settings, watchedGraph }) {
    connection.onRequest(
      graphHoverMethod,
      async ({ uri, node }: GraphHoverParams): Promise<PanelRequestResult<'hover'>> => {
        const file = await documents.whenPublished(uri);
        const shown = watchedGraph.shown(uri);
        const subject = shown && subjectOf(shown, node);
        if (file === undefined || subject === undefined) return { markdown: null };
        const { snapshot } = shown!;
        const withoutElements = { hasElements: false };
        return {
          markdown: hoverOf({ snapshot, annotations: file.annotations }, subject, settings.current, withoutElements),
        };
      },
    );
  },
};

/**
 * The hover subject of a node: what the cursor would be on in the text, or else the source that the node was made for.
 */
function subjectOf({ displayGraph, snapshot }: ShownGraph, id: string): HoverSubject | undefined {
  const index = displayGraph.structure.nodes.findIndex((node) => node.id === id);
  if (index < 0) return undefined;
  const { module, body, statement, expression, name } = displayGraph.provenance[index];
  const mainNode = displayGraph.mainOutputs[index];
  const node = mainNode === undefined ? {} : { node: mainNode };
  const isInFile = isModelFile(module) && body === undefined;
  if (isInFile && statement && expression)
    return { ...expressionSubject(snapshot, statement, expression.expression, expression.range.start), ...node };
  if (isInFile && statement && isValueDefinition(statement))
    return definitionSubject(snapshot, statement, rangeIn(statement, statement.name));
  const source = expression?.range ?? statement;
  // The sum of all losses has no source of its own, and neither does a run of statements.
  if (source === undefined) return undefined;
  const localName = name === undefined ? {} : { name: truncate(name) };
  return {
    range: source,
    heading: excerptOf(module.text, source),
    ...node,
    ...localName,
    ...(body && { function: body }),
    docs: [],
  };
}
