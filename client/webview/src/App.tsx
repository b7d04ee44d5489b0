/** The panel: its bar, what is wrong with what it shows, and the graph, as a drawing or as a list. */

import * as l10n from '@vscode/l10n';
import { useCallback, useEffect, useMemo, useReducer } from 'react';
import type { GraphStructure, TextRange } from '../../../server/src/protocol/panel/graph.ts';
import type { Look } from '../../../server/src/protocol/panel/messages.ts';
import { TopBar } from './bar/TopBar.tsx';
import type { Bridge } from './bridge.ts';
import { Canvas } from './canvas/Canvas.tsx';
import { type Lit, nothingLit } from './canvas/highlightClass.ts';
import { ExportMenu } from './export/ExportMenu.tsx';
import { lightOf } from './film/onCanvas.ts';
import { type PlayerAct, shownStep } from './film/player.ts';
import { StepCard } from './film/StepCard.tsx';
import { Transport } from './film/Transport.tsx';
import { useFilm } from './film/useFilm.ts';
import { HoverCard } from './hover/HoverCard.tsx';
import { useDrawn } from './layout/useLayout.ts';
import { GraphList } from './list/GraphList.tsx';
import { renderScrubbed } from './scrub/onCanvas.tsx';
import type { ScrubAct } from './scrub/scrub.ts';
import { ScrubbingContext } from './scrub/scrubbing.ts';
import { useScrub } from './scrub/useScrub.ts';
import { placeAround, wiresOf } from './state/highlight.ts';
import { panelAfter, reducePanel } from './state/panel.ts';
import { lookOf, type View } from './state/view.ts';
import { TrainButton } from './training/controls/TrainButton.tsx';
import { TrainingStore, useIsTraining } from './training/store.ts';
import { TrainingPane } from './training/TrainingPane.tsx';
import './app.css';
import './numbers.css';

export function App({ bridge }: { readonly bridge: Bridge }) {
  const [state, dispatch] = useReducer(reducePanel, bridge.memory, panelAfter);
  const training = useMemo(() => new TrainingStore(bridge), [bridge]);
  const isTraining = useIsTraining(training);
  const { view, player, scrub } = state;
  const { file, graph, isList } = view;
  const look = lookOf(view);
  useEffect(() => {
    const stops = [bridge.listen(dispatch), training.start()];
    bridge.say({ kind: 'ready' });
    return () => {
      for (const stop of stops) stop();
    };
  }, [bridge, training]);
  const structure = graph?.structure;
  const folding = structure?.folding ?? file?.folding;
  useEffect(() => {
    if (file && folding) bridge.remember({ uri: file.uri, isPinned: file.isPinned, folding, isList, look });
  }, [bridge, file, folding, isList, look]);
  const fold = useCallback((group: string) => bridge.say({ kind: 'fold', group }), [bridge]);
  const reveal = useCallback((range: TextRange) => bridge.say({ kind: 'reveal', range }), [bridge]);
  // The structure that is drawn may be of an earlier text: where a node stands by now, the newest one says.
  const revealNode = useCallback(
    (place: number) => {
      const range = structure?.nodes[place]?.range;
      if (range) reveal(range);
    },
    [structure, reveal],
  );
  const point = useCallback((at: number | undefined) => dispatch({ kind: 'point', at }), []);
  const unpoint = useCallback(() => point(undefined), [point]);
  const moveLook = useCallback((look: Look | null) => dispatch({ kind: 'look', look }), []);
  const actOnFilm = useCallback((act: PlayerAct) => dispatch({ kind: 'film', act }), []);
  useFilm(bridge, graph, player, actOnFilm);
  const actOnScrub = useCallback((act: ScrubAct) => dispatch({ kind: 'scrub', act }), []);
  const scrubbing = useScrub(bridge, view, scrub, actOnScrub);
  const drawn = useDrawn(structure, graph?.uri ?? '');
  const { selections } = view;
  const step = shownStep(player, graph?.structureCount);
  const { film, at } = player;
  const lit = useMemo(() => {
    if (structure === undefined) return nothingLit;
    return step && film ? lightOf(film, at, structure) : litBy(structure, selections);
  }, [structure, selections, step, film, at]);
  const placed = graph && drawn && { ...drawn, numbers: graph.numbers, isStale: graph.stale !== null };
  const drawing = placed && file && { ...placed, name: file.name, lit };
  const empty = emptyText(view);
  const banner = [scrub.notice?.sentence, stateOf(view)].filter((sentence) => sentence !== undefined).join(' ');
  return (
    <ScrubbingContext value={scrubbing}>
      <TopBar
        bridge={bridge}
        view={view}
        onList={(isList) => dispatch({ kind: 'list', isList })}
        isTraining={isTraining}
        actions={
          <>
            <TrainButton store={training} isOffered={graph !== undefined} />
            <ExportMenu bridge={bridge} drawing={drawing} />
          </>
        }
      >
        <Transport player={player} onAct={actOnFilm} isOffered={graph !== undefined} />
      </TopBar>
      {banner !== '' && (
        <p className="banner" role="status">
          {banner}
        </p>
      )}
      <div className="work">
        <div className="work-parts">
          <main className="stage">
            {empty !== undefined && <p className="empty">{empty}</p>}
            {placed && empty === undefined && !isList && (
              <Canvas
                key={file?.uri}
                {...placed}
                lit={lit}
                look={look}
                onLook={moveLook}
                onReveal={revealNode}
                onHover={point}
                onFold={fold}
                renderValue={renderScrubbed}
              />
            )}
            {graph && empty === undefined && isList && (
              <GraphList structure={graph.structure} numbers={graph.numbers} onReveal={reveal} onFold={fold} />
            )}
            {graph && view.pointedAt !== undefined && scrub.held === undefined && (
              <HoverCard bridge={bridge} graph={graph} place={view.pointedAt} onDismiss={unpoint} />
            )}
          </main>
          <TrainingPane store={training} />
        </div>
      </div>
      <StepCard player={player} step={step} onReveal={reveal} />
    </ScrubbingContext>
  );
}

function litBy(structure: GraphStructure, selections: readonly TextRange[]): Lit {
  const places = selections
    .map((selection) => placeAround(structure, selection))
    .filter((place) => place !== undefined);
  const nodes = new Set(places);
  return { nodes, wires: wiresOf(structure, nodes), film: null };
}

/** What is to be said of the graph that is shown; undefined where nothing is. */
function stateOf({ file, graph }: View): string | undefined {
  if (graph === undefined) return undefined;
  if (file && !file.isOpen) return l10n.t`${file.name} is closed: open it, and the graph follows its text.`;
  return graph.stale ?? graph.structure.notice ?? undefined;
}

/** What stands in place of a graph of which there is nothing to be seen; undefined where there is. */
function emptyText({ file, graph }: View): string | undefined {
  if (file === undefined) return l10n.t('Open a .bp file to see its graph.');
  if (graph === undefined && !file.isOpen) return l10n.t`${file.name} is closed: open it to see its graph.`;
  if (graph === undefined) return l10n.t`The graph of ${file.name} comes with its first numbers.`;
  if (graph.structure.nodes.length > 0) return undefined;
  const said = l10n.t`${file.name} computes nothing yet. Write a number and a loss of it, as in:`;
  return `${said}\nparam x = 2\nloss L = (x - 5)^2`;
}
