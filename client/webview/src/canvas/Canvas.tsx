/** The graph canvas: nodes, wires and frames, pointer and keyboard input, and the viewport. */

import * as l10n from '@vscode/l10n';
import { MiniMap, Panel, ReactFlow, ReactFlowProvider, useReactFlow, useStore, ViewportPortal } from '@xyflow/react';
import { type CSSProperties, type KeyboardEvent, memo, useEffect, useMemo, useRef } from 'react';
import type { CollapseState, GraphNumbers, GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { HideableLabel, Viewport } from '../../../../protocol/panel/messages.ts';
import { hasModifier } from '../keyboard.ts';
import { minZoom } from '../layout/fit.ts';
import type { Placement } from '../layout/layOutGraph.ts';
import { type CanvasActions, CanvasActionsContext, type RenderValue } from './canvasActions.ts';
import { canvasCommandFor } from './canvasKeys.ts';
import { type CanvasStore, CanvasStoreContext, useCanvasStore } from './canvasStore.ts';
import { collapseStateAfter, hasLevels, type LevelCommand } from './collapseLevels.ts';
import { useFlowElements } from './flowElements.ts';
import type { Highlight } from './highlight.ts';
import { Legend } from './Legend.tsx';
import { textScale, withVisibleLabels } from './labels.ts';
import { computeStyles } from './nodeStyles.ts';
import { FrameView } from './nodes/FrameView.tsx';
import { NodeView } from './nodes/NodeView.tsx';
import { type ViewportActions, ViewportButtons } from './ViewportButtons.tsx';
import { isFullyVisible } from './viewport/anchor.ts';
import { useAnchoredViewport } from './viewport/useAnchoredViewport.ts';
import { Wires } from './wires/Wires.tsx';
import '@xyflow/react/dist/style.css';
import './canvas.css';
import './nodes/nodes.css';
import './wires/wires.css';

export interface CanvasProps {
  /** The structure that the numbers and the placement belong to. */
  readonly structure: GraphStructure;
  readonly numbers: GraphNumbers;
  readonly placement: Placement;
  /** True if the numbers belong to an older text; they are dimmed. */
  readonly isStale: boolean;
  readonly highlight: Highlight;
  readonly hiddenLabels: readonly HideableLabel[];
  /** The initial viewport; null to fit the graph. */
  readonly viewport: Viewport | null;
  /** Called when the user moves the viewport, or hands it back to automatic fitting. */
  readonly onViewportChange: (viewport: Viewport | null) => void;
  /** Called on a click on a node or Enter: reveals its text. */
  readonly onReveal: (nodeIndex: number) => void;
  /** Index of the node under the pointer or with the focus. */
  readonly onHover: (nodeIndex: number | undefined) => void;
  /** Collapses an expanded group, or expands it, by its id. */
  readonly onToggleGroup: (group: string) => void;
  /** Collapses or expands many groups at once. */
  readonly onCollapse: (collapseState: CollapseState) => void;
  /** Opens the tensor viewer on a node. */
  readonly onViewTensor: (nodeIndex: number) => void;
  readonly onToggleLabel: (label: HideableLabel) => void;
  /** The id of a node to go to; undefined for none. */
  readonly destination: string | undefined;
  readonly onArrive: () => void;
  /** Renders the value of a node whose number can be dragged. Pass a stable function. */
  readonly renderValue?: RenderValue;
}

/** Memoized: while a number is dragged, the panel around the canvas updates at every move. */
export const Canvas = memo(function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
});

const nodeTypes = { node: NodeView, frame: FrameView };
/** Graphs with more nodes than this get a minimap. */
const minimapThreshold = 25;
/**
 * A larger graph renders only the nodes in view. A node that leaves the view loses the focus then, and with it the keys.
 */
const maxRenderedNodes = 300;
/** In pixels. */
const minimapSize = { width: 144, height: 96 };
/** Where texts do not keep their size, they are not drawn below this zoom. */
const minTextZoom = 0.4;

function Flow(props: CanvasProps) {
  const { structure, numbers, placement, isStale, highlight, hiddenLabels, renderValue } = props;
  const pane = useRef<HTMLDivElement>(null);
  const flow = useReactFlow();
  const scale = useStore(({ transform: [, , zoom] }) =>
    textScale(zoom, structure.nodes.length, placement.arrangement.density),
  );
  const isZoomedOut = useStore(({ transform: [, , zoom] }) => zoom < minTextZoom) && scale === 1;
  /** A map of what is in view anyway would only cover it. */
  const isWhole = useStore(({ transform: [x, y, zoom], width, height }) =>
    isFullyVisible(placement, { width, height }, { x, y, zoom }),
  );
  const anchored = useAnchoredViewport(structure, placement, highlight.nodes, pane, props.viewport, isStale);
  const styles = useMemo(
    () => withVisibleLabels(computeStyles(structure, numbers, highlight, hiddenLabels), structure, placement, scale),
    [structure, numbers, highlight, placement, scale, hiddenLabels],
  );
  const store = useCanvasStore(structure, styles);
  const nodes = useFlowElements(structure, placement, store);
  /** The state before a keyboard toggle of a group, until the new graph is there. */
  const storeAtToggle = useRef<CanvasStore>(undefined);
  const latestProps = useRef(props);
  latestProps.current = props;

  const actions = useMemo(
    (): CanvasActions => ({
      onReveal: (nodeIndex) => latestProps.current.onReveal(nodeIndex),
      onHover: (nodeIndex) => latestProps.current.onHover(nodeIndex),
      onToggleGroup: (group) => latestProps.current.onToggleGroup(group),
      onViewTensor: (nodeIndex) => latestProps.current.onViewTensor(nodeIndex),
      onFocus: (nodeIndex) => {
        store.setActiveNode(nodeIndex);
        latestProps.current.onHover(nodeIndex);
      },
      renderValue,
    }),
    [store, renderValue],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (hasModifier(event)) return;
    const command = canvasCommandFor(event.key, nodeIndexOf(event.target), structure, placement);
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    switch (command.kind) {
      case 'focusNode':
        return focusNode(command.nodeIndex);
      case 'toggleGroup':
        storeAtToggle.current = store;
        return props.onToggleGroup(command.group);
      case 'viewTensor':
        return props.onViewTensor(command.nodeIndex);
      default:
        return viewportActions[command.kind]();
    }
  };

  /** The whole graph is shown after several groups have been expanded or collapsed. */
  const changeLevels = (command: LevelCommand) => {
    const collapseState = collapseStateAfter(structure, command);
    if (!collapseState) return;
    storeAtToggle.current = store;
    viewportActions.fit();
    props.onCollapse(collapseState);
  };
  const levelActions = {
    expandLevel: () => changeLevels('expandLevel'),
    collapseLevel: () => changeLevels('collapseLevel'),
    expandAll: () => changeLevels('expandAll'),
    collapseAll: () => changeLevels('collapseAll'),
  };

  /** Actions shared by buttons and keys. */
  const viewportActions: ViewportActions = {
    zoomIn: () => {
      anchored.onUserMove();
      flow.zoomIn();
    },
    zoomOut: () => {
      anchored.onUserMove();
      flow.zoomOut();
    },
    fit: () => {
      anchored.fitAll();
      props.onViewportChange(null);
    },
    ...levelActions,
  };

  const findNodeElement = (nodeIndex: number) =>
    pane.current?.querySelector<HTMLElement>(`[data-node-index="${nodeIndex}"]`);
  const focusNode = (nodeIndex: number) => {
    store.focus(nodeIndex);
    anchored.scrollIntoView(nodeIndex);
  };
  // The focused node was collapsed away; the focus moves to the node that replaces it.
  useEffect(() => {
    if (storeAtToggle.current === undefined || storeAtToggle.current === store) return;
    storeAtToggle.current = undefined;
    const { activeElement } = document;
    const isFocusHere = activeElement === document.body || pane.current?.contains(activeElement);
    if (document.hasFocus() && isFocusHere) focusNode(store.activeNode);
  });

  const { destination, onArrive } = props;
  useEffect(() => {
    const nodeIndex = destination === undefined ? -1 : structure.nodes.findIndex(({ id }) => id === destination);
    if (nodeIndex < 0) return;
    store.focus(nodeIndex);
    anchored.reveal(nodeIndex);
    onArrive();
  });

  /** The Tab key must reach a visible node. */
  const onMoveEnd = (_: unknown, viewport: Viewport) => {
    if (anchored.isUserControlled()) props.onViewportChange(viewport);
    if (store.isFocusPending || findNodeElement(store.activeNode)) return;
    const firstElement = pane.current?.querySelector('[data-node-index]');
    const nodeIndex = firstElement ? nodeIndexOf(firstElement) : undefined;
    if (nodeIndex !== undefined) store.setActiveNode(nodeIndex);
  };

  const classNames = ['canvas', isStale && 'is-stale', isZoomedOut && 'is-far', !anchored.isReady && 'is-unplaced'];
  return (
    <CanvasActionsContext value={actions}>
      <CanvasStoreContext value={store}>
        <div
          ref={pane}
          className={classNames.filter(Boolean).join(' ')}
          data-direction={placement.arrangement.direction}
          style={textScaleStyle(scale)}
        >
          <ReactFlow
            nodes={nodes}
            nodeTypes={nodeTypes}
            minZoom={minZoom}
            maxZoom={3}
            onMove={(event) => event && anchored.onUserMove()}
            onMoveEnd={onMoveEnd}
            onKeyDown={onKeyDown}
            onlyRenderVisibleElements={structure.nodes.length > maxRenderedNodes}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            elementsSelectable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            selectionKeyCode={null}
            multiSelectionKeyCode={null}
            panActivationKeyCode={null}
            zoomOnDoubleClick={false}
            proOptions={{ hideAttribution: true }}
            aria-label={l10n.t('Graph. Use the arrow keys to move along the wires.')}
          >
            <ViewportPortal>
              <Wires structure={structure} placement={placement} />
            </ViewportPortal>
            <Panel position="bottom-left">
              <ViewportButtons actions={viewportActions} hasLevels={hasLevels(structure)} />
            </Panel>
            <Panel position="bottom-right">
              <Legend
                structure={structure}
                direction={placement.arrangement.direction}
                hiddenLabels={hiddenLabels}
                onToggleLabel={props.onToggleLabel}
              />
            </Panel>
            {structure.nodes.length > minimapThreshold && !isWhole && (
              <MiniMap style={minimapSize} pannable zoomable ariaLabel={l10n.t('Map of the graph')} />
            )}
          </ReactFlow>
        </div>
      </CanvasStoreContext>
    </CanvasActionsContext>
  );
}

function textScaleStyle(scale: number): CSSProperties {
  return Object.fromEntries([['--text-scale', scale]]);
}

function nodeIndexOf(target: EventTarget): number | undefined {
  if (!(target instanceof HTMLElement) || target.dataset.nodeIndex === undefined) return undefined;
  return Number(target.dataset.nodeIndex);
}
