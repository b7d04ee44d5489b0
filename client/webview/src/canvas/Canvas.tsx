/** The graph as a circuit: what is drawn where, what the pointer and the keys do on it, and how it is moved about. */

import * as l10n from '@vscode/l10n';
import { MiniMap, Panel, ReactFlow, ReactFlowProvider, useReactFlow, useStore, ViewportPortal } from '@xyflow/react';
import { type KeyboardEvent, memo, useEffect, useMemo, useRef } from 'react';
import type { GraphNumbers, GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import type { Look } from '../../../../server/src/protocol/panel/messages.ts';
import { hasModifier } from '../buttonGroup.ts';
import type { Placement } from '../layout/placement.ts';
import { Buttons, type Moves } from './Buttons.tsx';
import { type Doing, DoingContext, type RenderValue } from './canvasActions.ts';
import { useDrawnNodes } from './drawnNodes.ts';
import type { Lit } from './highlightClass.ts';
import { actOfKey } from './keys/keys.ts';
import { Legend } from './Legend.tsx';
import { looksOf } from './nodeStyles.ts';
import { FrameView } from './nodes/FrameView.tsx';
import { NodeView } from './nodes/NodeView.tsx';
import { type Shown, ShownContext, useShownOf } from './shown.ts';
import { farthest } from './viewport/anchor.ts';
import { useSteadyLook } from './viewport/useAnchoredViewport.ts';
import { Wires } from './wires/Wires.tsx';
import '@xyflow/react/dist/style.css';
import './canvas.css';
import './nodes/nodes.css';
import './wires/wires.css';

export interface CanvasProps {
  /** The numbers and the placement are of this structure. */
  readonly structure: GraphStructure;
  readonly numbers: GraphNumbers;
  readonly placement: Placement;
  /** Whether the numbers are of an earlier text: they are dimmed. */
  readonly isStale: boolean;
  readonly lit: Lit;
  /** Where it looks at first; null where that is up to it. */
  readonly look: Look | null;
  /** The user has moved it, or leaves it to look by itself again. */
  readonly onLook: (look: Look | null) => void;
  /** A click on a node, or Enter, by its place: its text is to be shown. */
  readonly onReveal: (place: number) => void;
  /** The place of the node that the pointer or the keyboard is on. */
  readonly onHover: (place: number | undefined) => void;
  /** Folds a group that is open, or unfolds one, by its id. */
  readonly onFold: (group: string) => void;
  /** Draws the value of a node whose number may be dragged. It should be the same function from one time to the next. */
  readonly renderValue?: RenderValue;
}

/** It is drawn anew with what it is given alone: while a number is dragged, the panel around it is told of each move. */
export const Canvas = memo(function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
});

const nodeTypes = { node: NodeView, frame: FrameView };
/** Of more nodes than this there is a small map. */
const nodesWithoutMap = 25;
/** In pixels. */
const mapSize = { width: 144, height: 96 };
/** What is farther away than this has no texts that could be read. */
const legible = 0.4;

function Flow(props: CanvasProps) {
  const { structure, numbers, placement, isStale, lit, renderValue } = props;
  const pane = useRef<HTMLDivElement>(null);
  const flow = useReactFlow();
  const isFar = useStore(({ transform: [, , zoom] }) => zoom < legible);
  const steady = useSteadyLook(structure, placement, lit.nodes, pane, props.look);
  const looks = useMemo(() => looksOf(structure, numbers, lit), [structure, numbers, lit]);
  const shown = useShownOf(structure, looks);
  const nodes = useDrawnNodes(structure, placement, shown);
  /** What was shown when a key folded or unfolded something, until that is done. */
  const foldedByKey = useRef<Shown>(undefined);
  const latest = useRef(props);
  latest.current = props;

  const doing = useMemo(
    (): Doing => ({
      onReveal: (place) => latest.current.onReveal(place),
      onHover: (place) => latest.current.onHover(place),
      onFold: (group) => latest.current.onFold(group),
      onFocus: (place) => {
        shown.moveTo(place);
        latest.current.onHover(place);
      },
      renderValue,
    }),
    [shown, renderValue],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (hasModifier(event)) return;
    const act = actOfKey(event.key, placeOf(event.target), structure, placement);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    switch (act.kind) {
      case 'go':
        return focus(act.place);
      case 'fold':
        foldedByKey.current = shown;
        return props.onFold(act.group);
      default:
        return move[act.kind]();
    }
  };

  /** What the buttons do, and the keys. */
  const move: Moves = {
    nearer: () => {
      steady.onMoved();
      flow.zoomIn();
    },
    farther: () => {
      steady.onMoved();
      flow.zoomOut();
    },
    all: () => {
      steady.lookAtAll();
      props.onLook(null);
    },
  };

  const find = (place: number) => pane.current?.querySelector<HTMLElement>(`[data-place="${place}"]`);
  const focus = (place: number) => {
    shown.focus(place);
    steady.bringIntoSight(place);
  };
  // What had the focus is gone with the fold, and the keys are to lead on from what stands for it.
  useEffect(() => {
    if (foldedByKey.current === undefined || foldedByKey.current === shown) return;
    foldedByKey.current = undefined;
    if (document.hasFocus()) focus(shown.current);
  });

  /** The Tab key is to come to a node that is in sight. */
  const onMoveEnd = (_: unknown, look: Look) => {
    if (steady.isTheUsers()) props.onLook(look);
    if (shown.isFocusDue || find(shown.current)) return;
    const first = pane.current?.querySelector('[data-place]');
    const place = first ? placeOf(first) : undefined;
    if (place !== undefined) shown.moveTo(place);
  };

  const className = ['canvas', isStale && 'is-stale', isFar && 'is-far', !steady.isReady && 'is-unplaced'];
  return (
    <DoingContext value={doing}>
      <ShownContext value={shown}>
        <div ref={pane} className={className.filter(Boolean).join(' ')}>
          <ReactFlow
            nodes={nodes}
            nodeTypes={nodeTypes}
            minZoom={farthest}
            maxZoom={3}
            onMoveStart={(event) => event && steady.onMoved()}
            onMoveEnd={onMoveEnd}
            onKeyDown={onKeyDown}
            onlyRenderVisibleElements
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
            aria-label={l10n.t('The graph. The arrow keys move along its wires.')}
          >
            <ViewportPortal>
              <Wires structure={structure} placement={placement} />
            </ViewportPortal>
            <Panel position="bottom-left">
              <Buttons move={move} />
            </Panel>
            <Panel position="bottom-right">{structure.root !== null && <Legend root={structure.root} />}</Panel>
            {structure.nodes.length > nodesWithoutMap && (
              <MiniMap style={mapSize} pannable zoomable ariaLabel={l10n.t('Map of the graph')} />
            )}
          </ReactFlow>
        </div>
      </ShownContext>
    </DoingContext>
  );
}

function placeOf(target: EventTarget): number | undefined {
  if (!(target instanceof HTMLElement) || target.dataset.place === undefined) return undefined;
  return Number(target.dataset.place);
}
