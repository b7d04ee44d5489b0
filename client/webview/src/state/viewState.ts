/** State of the view: the file, its graph, and what the editor and the pointer point at. */

import type { GraphStructure, GraphUpdate } from '../../../../protocol/panel/graph.ts';
import { hasNumbersFor } from '../../../../protocol/panel/graphReferences.ts';
import type { HideableLabel, ToPage, Viewport } from '../../../../protocol/panel/messages.ts';
import type { TextRange } from '../../../../protocol/shared/textRange.ts';
import type { PanelAction } from './actions.ts';

export type ShownFile = Omit<ToPage & { kind: 'file' }, 'kind'>;

/** A graph whose numbers belong to its structure. */
export interface CompleteGraph extends GraphUpdate {
  readonly structure: GraphStructure;
}

export interface ViewState {
  readonly file: ShownFile | undefined;
  readonly graph: CompleteGraph | undefined;
  readonly selections: readonly TextRange[];
  /** Index of the node under the pointer or with the focus. */
  readonly hoveredNode: number | undefined;
  /** The id or name of the node in the tensor viewer; undefined while it is closed. */
  readonly viewedTensor: string | undefined;
  /** True if the graph is shown as a list. */
  readonly isList: boolean;
  readonly hiddenLabels: readonly HideableLabel[];
  /** The user's viewport and the file it applies to. */
  readonly userViewport: { readonly uri: string; readonly viewport: Viewport } | undefined;
}

export const initialView: ViewState = {
  file: undefined,
  graph: undefined,
  selections: [],
  hoveredNode: undefined,
  viewedTensor: undefined,
  isList: false,
  hiddenLabels: [],
  userViewport: undefined,
};

/** The user's viewport of the shown file; null for automatic fitting. */
export function viewportOf({ file, userViewport }: ViewState): Viewport | null {
  return userViewport && userViewport.uri === file?.uri ? userViewport.viewport : null;
}

export function reduceView(view: ViewState, action: PanelAction): ViewState {
  switch (action.kind) {
    case 'file':
      return view.file?.uri === action.uri
        ? { ...view, file: action }
        : { ...view, file: action, graph: undefined, selections: [], hoveredNode: undefined, viewedTensor: undefined };
    case 'graph':
      return withGraph(view, action.graph);
    case 'cursor':
      return { ...view, selections: action.selections };
    case 'hover':
      return view.hoveredNode === action.nodeIndex ? view : { ...view, hoveredNode: action.nodeIndex };
    case 'viewTensor':
      return { ...view, viewedTensor: action.node, hoveredNode: undefined };
    case 'closeTensor':
      return { ...view, viewedTensor: undefined };
    case 'list':
      return { ...view, isList: action.isList };
    case 'toggleLabel':
      return { ...view, hiddenLabels: toggled(view.hiddenLabels, action.label) };
    case 'find':
      return action.command.kind === 'goTo'
        ? { ...view, viewedTensor: undefined }
        : { ...view, hoveredNode: undefined };
    case 'viewport':
      return {
        ...view,
        userViewport: action.viewport && view.file ? { uri: view.file.uri, viewport: action.viewport } : undefined,
      };
    default:
      return view;
  }
}

function toggled<Value>(values: readonly Value[], value: Value): readonly Value[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

/** Numbers of another structure than the shown one are dropped: the next structure brings its own. */
function withGraph(view: ViewState, graph: GraphUpdate): ViewState {
  if (graph.uri !== view.file?.uri) return view;
  const { graph: previousGraph } = view;
  const isKnown = previousGraph?.structureVersion === graph.structureVersion;
  const structure = graph.structure ?? (isKnown ? previousGraph.structure : undefined);
  if (structure === undefined || !hasNumbersFor(graph.numbers, structure)) return view;
  return { ...view, graph: { ...graph, structure }, hoveredNode: graph.structure ? undefined : view.hoveredNode };
}
