/** Keeps an open playback up to date with the graph, plays it, and handles its keys. */

import { useEffect, useMemo } from 'react';
import type { Bridge } from '../bridge.ts';
import { prefersReducedMotion } from '../canvas/viewport/nodeAnimation.ts';
import { isHandledByTarget } from '../keyboard.ts';
import type { PlayerCommand } from '../state/actions.ts';
import type { CompleteGraph } from '../state/viewState.ts';
import { createPlaybackRequest } from './playbackRequest.ts';
import type { Player } from './player.ts';
import { playerCommandFor } from './playerKeys.ts';
import { durationOf } from './productTiming.ts';

export function usePlayback(
  bridge: Bridge,
  graph: CompleteGraph | undefined,
  player: Player,
  onCommand: (command: PlayerCommand) => void,
): void {
  const { isActive, playback, stepIndex, isPlaying, speed } = player;
  const playbackRequest = useMemo(
    () => createPlaybackRequest(() => bridge.request('playback', {}), onCommand),
    [bridge, onCommand],
  );
  useEffect(() => {
    if (isActive && graph !== undefined) playbackRequest.request(graph);
    else playbackRequest.cancel();
  }, [playbackRequest, graph, isActive]);
  useEffect(() => () => playbackRequest.cancel(), [playbackRequest]);

  const isRunning = isActive && isPlaying && playback !== undefined;
  const duration = durationOf(playback?.steps[stepIndex], !prefersReducedMotion()) / speed;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => onCommand({ kind: 'elapsed', stepIndex }), duration);
    return () => clearTimeout(timer);
  }, [isRunning, stepIndex, duration, onCommand]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isHandledByTarget(event)) return;
      const command = playerCommandFor(player, event);
      if (command === undefined) return;
      event.preventDefault();
      onCommand(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [player, onCommand]);
}
