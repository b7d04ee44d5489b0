/** What the panel shows: the file, its graph, and what is pointed at in the editor and on the canvas. */

import type { Graph, GraphStructure, TextRange } from '../../../../server/src/protocol/panel/graph.ts';
import type { Look, ToPanel } from '../../../../server/src/protocol/panel/messages.ts';
import type { Told } from '../bridge.ts';
import type { PanelAction } from './panel.ts';

export type File = Omit<ToPanel & { kind: 'file' }, 'kind'>;

/** A graph with the structure that its numbers are of. */
export interface ShownGraph extends Graph {
  readonly structure: GraphStructure;
}

export interface View {
  readonly file: File | undefined;
  readonly graph: ShownGraph | undefined;
  readonly selections: readonly TextRange[];
  /** The place of the node under the pointer, or with the focus. */
  readonly pointedAt: number | undefined;
  /** Whether the graph is read as a list. */
  readonly isList: boolean;
  /** Where the user has moved the canvas to, while it shows which file. */
  readonly moved: { readonly of: string; readonly look: Look } | undefined;
}

export type ViewAction =
  | Told
  | { readonly kind: 'point'; readonly at: number | undefined }
  | { readonly kind: 'list'; readonly isList: boolean }
  /** Null where the canvas looks at the graph by itself again. */
  | { readonly kind: 'look'; readonly look: Look | null };

export const emptyView: View = {
  file: undefined,
  graph: undefined,
  selections: [],
  pointedAt: undefined,
  isList: false,
  moved: undefined,
};

/** Where the user has moved the canvas to; null where it looks at the file that is shown by itself. */
export function lookOf({ file, moved }: View): Look | null {
  return moved && moved.of === file?.uri ? moved.look : null;
}

export function reduceView(view: View, action: PanelAction): View {
  switch (action.kind) {
    case 'file':
      return view.file?.uri === action.uri
        ? { ...view, file: action }
        : { ...view, file: action, graph: undefined, selections: [], pointedAt: undefined };
    case 'graph':
      return withGraph(view, action.graph);
    case 'cursor':
      return { ...view, selections: action.selections };
    case 'point':
      return view.pointedAt === action.at ? view : { ...view, pointedAt: action.at };
    case 'list':
      return { ...view, isList: action.isList };
    case 'look':
      return { ...view, moved: action.look && view.file ? { of: view.file.uri, look: action.look } : undefined };
    default:
      return view;
  }
}

/** Numbers of a structure that isn't there are of no use: the next structure brings its own. */
function withGraph(view: View, graph: Graph): View {
  if (graph.uri !== view.file?.uri) return view;
  if (graph.structure) return { ...view, graph: { ...graph, structure: graph.structure }, pointedAt: undefined };
  const { graph: shown } = view;
  if (shown?.structureCount !== graph.structureCount) return view;
  return { ...view, graph: { ...graph, structure: shown.structure } };
}
