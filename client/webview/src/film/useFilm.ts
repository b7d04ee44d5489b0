/** Keeps a film that is shown up to date with the graph, plays it, and takes its keys. */

import { useEffect } from 'react';
import type { Bridge } from '../bridge.ts';
import type { ShownGraph } from '../state/view.ts';
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
  useEffect(() => {
    if (!isOn || graph === undefined) return;
    let isWanted = true;
    bridge.ask('film', {}).then(
      (answered) => {
        if (isWanted && answered.structureCount === graph.structureCount) onAct({ kind: 'came', film: answered });
      },
      (error: unknown) => {
        if (isWanted) onAct({ kind: 'missing', reason: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [bridge, graph, isOn, onAct]);

  const isRunning = isOn && isPlaying && film !== undefined;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => onAct({ kind: 'elapsed', at }), stepTime / speed);
    return () => clearTimeout(timer);
  }, [isRunning, at, speed, onAct]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyped(event)) return;
      const act = actOfKey(player, event);
      if (act === undefined) return;
      event.preventDefault();
      onAct(act);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [player, onAct]);
}

/** Whether a key belongs to what has the focus: text that is written, a choice that is made, a button that Space presses. */
function isTyped({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input, select, textarea') !== null) return true;
  return key === ' ' && target.closest('button, a, [role="button"]') !== null;
}
