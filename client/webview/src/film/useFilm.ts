/** Keeps an open film up to date with the graph, plays it, and handles its keys. */

import { useEffect, useMemo } from 'react';
import type { Bridge } from '../bridge.ts';
import { isHandledByTarget } from '../keyboard.ts';
import type { PlayerCommand } from '../state/actions.ts';
import type { ShownGraph } from '../state/view.ts';
import { createFilmRequest } from './filmRequest.ts';
import { commandForKey } from './keys.ts';
import type { Player } from './player.ts';

/** Duration of a step at normal speed, in milliseconds. */
const stepDuration = 1600;

export function useFilm(
  bridge: Bridge,
  graph: ShownGraph | undefined,
  player: Player,
  onCommand: (command: PlayerCommand) => void,
): void {
  const { isActive, film, stepIndex, isPlaying, speed } = player;
  const filmRequest = useMemo(
    () => createFilmRequest(() => bridge.request('film', {}), onCommand),
    [bridge, onCommand],
  );
  useEffect(() => {
    if (isActive && graph !== undefined) filmRequest.request(graph);
    else filmRequest.cancel();
  }, [filmRequest, graph, isActive]);
  useEffect(() => () => filmRequest.cancel(), [filmRequest]);

  const isRunning = isActive && isPlaying && film !== undefined;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => onCommand({ kind: 'elapsed', stepIndex }), stepDuration / speed);
    return () => clearTimeout(timer);
  }, [isRunning, stepIndex, speed, onCommand]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isHandledByTarget(event)) return;
      const command = commandForKey(player, event);
      if (command === undefined) return;
      event.preventDefault();
      onCommand(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [player, onCommand]);
}
