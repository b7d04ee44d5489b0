/** The panel: its toolbar, a banner for problems, and the graph as a drawing or a list. */

import * as l10n from '@vscode/l10n';
import { useCallback, useEffect, useMemo, useReducer } from 'react';
import type { CollapseState, GraphStructure } from '../../../protocol/panel/graph.ts';
import type { HideableLabel, Viewport } from '../../../protocol/panel/messages.ts';
import type { TextRange } from '../../../protocol/shared/textRange.ts';
import { BarButton } from './bar/BarButton.tsx';
import { TopBar } from './bar/TopBar.tsx';
import type { Bridge } from './bridge.ts';
import { Canvas } from './canvas/Canvas.tsx';
import { type Highlight, noHighlight } from './canvas/highlight.ts';
import { ExportMenu } from './export/ExportMenu.tsx';
import { FindNode } from './find/FindNode.tsx';
import { useFindNode } from './find/useFindNode.ts';
import { HoverCard } from './hover/HoverCard.tsx';
import { useLayout } from './layout/useLayout.ts';
import { GraphList } from './list/GraphList.tsx';
import { playbackHighlight } from './playback/playbackHighlight.ts';
import { currentStep } from './playback/player.ts';
import { StepCard } from './playback/StepCard.tsx';
import { Transport } from './playback/Transport.tsx';
import { usePlayback } from './playback/usePlayback.ts';
import { useStepMark } from './playback/useStepMark.ts';
import { renderScrubbable } from './scrub/NumberOnCanvas.tsx';
import { ScrubbingContext } from './scrub/scrubbing.ts';
import { useScrub } from './scrub/useScrub.ts';
import type { FindCommand, PlayerCommand, ScrubCommand } from './state/actions.ts';
import { nodeIndexAt, wiresTouching } from './state/nodeAtSelection.ts';
import { reducePanel, restoredPanel } from './state/panel.ts';
import { type ViewState, viewportOf } from './state/viewState.ts';
import { TensorViewer } from './tensor/TensorViewer.tsx';
import { TrainButton } from './training/controls/TrainButton.tsx';
import { TrainingStore, useIsTraining } from './training/store.ts';
import { TrainingPane } from './training/TrainingPane.tsx';
import { useElementSize } from './useElementSize.ts';
import './app.css';
import './numbers.css';

export function App({ bridge }: { readonly bridge: Bridge }) {
  const [state, dispatch] = useReducer(reducePanel, bridge.savedState, restoredPanel);
  const training = useMemo(() => new TrainingStore(bridge), [bridge]);
  const isTraining = useIsTraining(training);
  const { view, player, scrub, find } = state;
  const { file, graph, isList, hiddenLabels } = view;
  const viewport = viewportOf(view);
  useEffect(() => {
    const unsubscribers = [bridge.listen(dispatch), training.connect()];
    bridge.post({ kind: 'ready' });
    return () => {
      for (const unsubscribe of unsubscribers) unsubscribe();
    };
  }, [bridge, training]);
  const structure = graph?.structure;
  const collapseState = structure?.collapseState ?? file?.collapseState;
  useEffect(() => {
    if (file && collapseState)
      bridge.saveState({ uri: file.uri, isPinned: file.isPinned, collapseState, isList, hiddenLabels, viewport });
  }, [bridge, file, collapseState, isList, hiddenLabels, viewport]);
  const toggleGroup = useCallback((group: string) => bridge.post({ kind: 'toggleGroup', group }), [bridge]);
  const collapse = useCallback(
    (newState: CollapseState) => bridge.post({ kind: 'collapse', collapseState: newState }),
    [bridge],
  );
  const reveal = useCallback((range: TextRange) => bridge.post({ kind: 'reveal', range }), [bridge]);
  // The drawn structure may belong to an older text; the newest structure has the current ranges.
  const revealNode = useCallback(
    (nodeIndex: number) => {
      const range = structure?.nodes[nodeIndex]?.range;
      if (range) reveal(range);
    },
    [structure, reveal],
  );
  const hoverNode = useCallback((nodeIndex: number | undefined) => dispatch({ kind: 'hover', nodeIndex }), []);
  const clearHover = useCallback(() => hoverNode(undefined), [hoverNode]);
  const viewTensor = useCallback(
    (nodeIndex: number) => {
      const node = structure?.nodes[nodeIndex]?.id;
      if (node !== undefined) dispatch({ kind: 'viewTensor', node });
    },
    [structure],
  );
  const closeTensor = useCallback(() => dispatch({ kind: 'closeTensor' }), []);
  const toggleLabel = useCallback((label: HideableLabel) => dispatch({ kind: 'toggleLabel', label }), []);
  const setViewport = useCallback(
    (newViewport: Viewport | null) => dispatch({ kind: 'viewport', viewport: newViewport }),
    [],
  );
  const sendPlayerCommand = useCallback((command: PlayerCommand) => dispatch({ kind: 'playback', command }), []);
  usePlayback(bridge, graph, player, sendPlayerCommand);
  const sendScrubCommand = useCallback((command: ScrubCommand) => dispatch({ kind: 'scrub', command }), []);
  const scrubbing = useScrub(bridge, view, scrub, sendScrubCommand);
  // The notice of an error takes room from the stage while one types; it must move nothing.
  const [stage, stageSize] = useElementSize<HTMLElement>(graph?.staleNotice != null);
  const layout = useLayout(structure, graph?.uri ?? '', stageSize, viewport !== null);
  const { selections } = view;
  const step = currentStep(player, graph?.structureVersion);
  useStepMark(bridge, step?.range ?? null);
  const { playback, stepIndex } = player;
  const highlight = useMemo(() => {
    if (structure === undefined) return noHighlight;
    return step && playback
      ? playbackHighlight(playback, stepIndex, structure)
      : selectionHighlight(structure, selections);
  }, [structure, selections, step, playback, stepIndex]);
  const laidOutGraph = graph &&
    layout &&
    stageSize && { ...layout, numbers: graph.numbers, isStale: graph.staleNotice !== null, hiddenLabels };
  const drawing = laidOutGraph && file && { ...laidOutGraph, name: file.name, highlight };
  const emptyState = emptyStateText(view);
  const sendFindCommand = useCallback((command: FindCommand) => dispatch({ kind: 'find', command }), []);
  const finder = useFindNode(bridge, emptyState === undefined ? graph : undefined, find, sendFindCommand);
  const banner = [scrub.notice?.sentence, bannerText(view)].filter((sentence) => sentence !== undefined).join(' ');
  return (
    <ScrubbingContext value={scrubbing}>
      <TopBar
        bridge={bridge}
        view={view}
        onToggleList={(isList) => dispatch({ kind: 'list', isList })}
        isTraining={isTraining}
        actions={
          <>
            <TrainButton store={training} isAvailable={graph !== undefined} />
            <ExportMenu bridge={bridge} drawing={drawing} />
            <BarButton
              icon="find"
              label={l10n.t('Find')}
              title={l10n.t('Find a node by its name (/).')}
              labelVisibility="inWide"
              isDisabled={graph === undefined || emptyState !== undefined}
              onClick={finder.open}
            />
          </>
        }
      >
        <Transport player={player} onCommand={sendPlayerCommand} isAvailable={graph !== undefined} />
      </TopBar>
      {banner !== '' && (
        <p className="banner" role="status">
          {banner}
        </p>
      )}
      <div className="work">
        <div className="work-parts">
          <main className="stage" ref={stage}>
            {emptyState !== undefined && <p className="empty">{emptyState}</p>}
            {laidOutGraph && emptyState === undefined && !isList && (
              <Canvas
                key={file?.uri}
                {...laidOutGraph}
                highlight={highlight}
                viewport={viewport}
                onViewportChange={setViewport}
                onReveal={revealNode}
                onHover={hoverNode}
                onToggleGroup={toggleGroup}
                onCollapse={collapse}
                onViewTensor={viewTensor}
                onToggleLabel={toggleLabel}
                destination={finder.destination}
                onArrive={finder.onArrive}
                renderValue={renderScrubbable}
              />
            )}
            {graph && emptyState === undefined && isList && (
              <GraphList
                structure={graph.structure}
                numbers={graph.numbers}
                onRevealRange={reveal}
                onToggleGroup={toggleGroup}
                onViewTensor={viewTensor}
                destination={finder.destination}
                onArrive={finder.onArrive}
              />
            )}
            {graph && view.hoveredNode !== undefined && scrub.held === undefined && !find.isOpen && (
              <HoverCard bridge={bridge} graph={graph} nodeIndex={view.hoveredNode} onDismiss={clearHover} />
            )}
            {graph && view.viewedTensor !== undefined && (
              <TensorViewer
                key={view.viewedTensor}
                bridge={bridge}
                graph={graph}
                node={view.viewedTensor}
                onClose={closeTensor}
              />
            )}
            {graph && emptyState === undefined && find.isOpen && (
              <FindNode bridge={bridge} graph={graph} onGoTo={finder.goTo} onClose={finder.close} />
            )}
          </main>
          <TrainingPane store={training} />
        </div>
      </div>
      <StepCard bridge={bridge} graph={graph} player={player} step={step} onRevealRange={reveal} />
    </ScrubbingContext>
  );
}

function selectionHighlight(structure: GraphStructure, selections: readonly TextRange[]): Highlight {
  const nodeIndices = selections
    .map((selection) => nodeIndexAt(structure, selection))
    .filter((index) => index !== undefined);
  const nodes = new Set(nodeIndices);
  return { nodes, wires: wiresTouching(structure, nodes), playback: null };
}

/** The banner's text; undefined if there is nothing to say. */
function bannerText({ file, graph }: ViewState): string | undefined {
  if (graph === undefined) return undefined;
  if (file && !file.isOpen) return l10n.t`${file.name} is closed. Open it to update the graph.`;
  return graph.staleNotice ?? graph.structure.notice ?? undefined;
}

/** Text shown in place of the graph when there is none; undefined if there is one. */
function emptyStateText({ file, graph }: ViewState): string | undefined {
  if (file === undefined) return l10n.t('Open a .bp file to see its graph.');
  if (graph === undefined && !file.isOpen) return l10n.t`${file.name} is closed. Open it to see its graph.`;
  if (graph === undefined) return l10n.t`The graph of ${file.name} appears once its numbers are computed.`;
  if (graph.structure.nodes.length > 0) return undefined;
  const introduction = l10n.t`${file.name} computes nothing yet. Write a number and a loss, for example:`;
  return `${introduction}\nparam x = 2\nloss L = (x - 5)^2`;
}
