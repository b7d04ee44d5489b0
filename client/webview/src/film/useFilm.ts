/** Keeps a film that is shown up to date with the graph, plays it, and takes its keys. */

import { useEffect, useMemo } from 'react';
import type { Bridge } from '../bridge.ts';
import { isTaken } from '../buttonGroup.ts';
import type { ShownGraph } from '../state/view.ts';
import { latestFilm } from './currentFilm.ts';
import { actOfKey } from './keys.ts';
import type { Player, PlayerAct } from './player.ts';

/** How long a step is shown at the usual speed, in milliseconds. */
const stepTime = 1600;

export function useFilm(
  bridge: Bridge,
  graph: ShownGraph | undefined,
  player: Player,
  onAct: (act: PlayerAct) => void,
): void {
  const { isOn, film, at, isPlaying, speed } = player;
  const latest = useMemo(() => latestFilm(() => bridge.ask('film', {}), onAct), [bridge, onAct]);
  useEffect(() => {
    if (isOn && graph !== undefined) latest.follow(graph);
    else latest.stop();
  }, [latest, graph, isOn]);
  useEffect(() => () => latest.stop(), [latest]);

  const isRunning = isOn && isPlaying && film !== undefined;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => onAct({ kind: 'elapsed', at }), stepTime / speed);
    return () => clearTimeout(timer);
  }, [isRunning, at, speed, onAct]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTaken(event)) return;
      const act = actOfKey(player, event);
      if (act === undefined) return;
      event.preventDefault();
      onAct(act);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [player, onAct]);
}
