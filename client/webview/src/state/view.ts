/** What the panel shows: the file, its graph, and what is pointed at in the editor and on the canvas. */

import type { Graph, GraphStructure, TextRange } from '../../../../server/src/protocol/panel/graph.ts';
import type { ToPanel, Viewport } from '../../../../server/src/protocol/panel/messages.ts';
import type { PanelEvent } from '../bridge.ts';
import type { PanelAction } from './panel.ts';

export type ShownFile = Omit<ToPanel & { kind: 'file' }, 'kind'>;

/** A graph with the structure that its numbers are of. */
export interface ShownGraph extends Graph {
  readonly structure: GraphStructure;
}

export interface View {
  readonly file: ShownFile | undefined;
  readonly graph: ShownGraph | undefined;
  readonly selections: readonly TextRange[];
  /** The place of the node under the pointer, or with the focus. */
  readonly hoveredNode: number | undefined;
  /** Whether the graph is read as a list. */
  readonly isList: boolean;
  /** Where the user has moved the canvas to, while it shows which file. */
  readonly userViewport: { readonly uri: string; readonly viewport: Viewport } | undefined;
}

export type ViewAction =
  | PanelEvent
  | { readonly kind: 'point'; readonly nodeIndex: number | undefined }
  | { readonly kind: 'list'; readonly isList: boolean }
  /** Null where the canvas looks at the graph by itself again. */
  | { readonly kind: 'viewport'; readonly viewport: Viewport | null };

export const initialView: View = {
  file: undefined,
  graph: undefined,
  selections: [],
  hoveredNode: undefined,
  isList: false,
  userViewport: undefined,
};

/** Where the user has moved the canvas to; null where it looks at the file that is shown by itself. */
export function viewportOf({ file, userViewport }: View): Viewport | null {
  return userViewport && userViewport.uri === file?.uri ? userViewport.viewport : null;
}

export function reduceView(view: View, action: PanelAction): View {
  switch (action.kind) {
    case 'file':
      return view.file?.uri === action.uri
        ? { ...view, file: action }
        : { ...view, file: action, graph: undefined, selections: [], hoveredNode: undefined };
    case 'graph':
      return withGraph(view, action.graph);
    case 'cursor':
      return { ...view, selections: action.selections };
    case 'point':
      return view.hoveredNode === action.nodeIndex ? view : { ...view, hoveredNode: action.nodeIndex };
    case 'list':
      return { ...view, isList: action.isList };
    case 'viewport':
      return {
        ...view,
        userViewport: action.viewport && view.file ? { uri: view.file.uri, viewport: action.viewport } : undefined,
      };
    default:
      return view;
  }
}

/** Numbers of a structure that isn't there are of no use: the next structure brings its own. */
function withGraph(view: View, graph: Graph): View {
  if (graph.uri !== view.file?.uri) return view;
  if (graph.structure) return { ...view, graph: { ...graph, structure: graph.structure }, hoveredNode: undefined };
  const { graph: previousGraph } = view;
  if (previousGraph?.structureCount !== graph.structureCount) return view;
  return { ...view, graph: { ...graph, structure: previousGraph.structure } };
}
