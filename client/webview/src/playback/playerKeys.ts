/** Keyboard commands of the playback. */

import { hasModifier, type KeyPress } from '../keyboard.ts';
import type { PlayerCommand } from '../state/actions.ts';
import type { Player } from './player.ts';

interface KeyBinding {
  readonly key: string;
  readonly command: (player: Player) => PlayerCommand;
}

/** One row per key, by its browser name. */
const keyBindings: readonly KeyBinding[] = [
  { key: ' ', command: ({ isPlaying }) => ({ kind: isPlaying ? 'pause' : 'play' }) },
  { key: 'ArrowRight', command: () => ({ kind: 'next' }) },
  { key: 'ArrowLeft', command: () => ({ kind: 'back' }) },
  { key: 'Home', command: () => ({ kind: 'first' }) },
  { key: 'End', command: () => ({ kind: 'last' }) },
  { key: 'Escape', command: () => ({ kind: 'end' }) },
];

/** The command of a key while a playback is open; undefined for other keys and with a modifier. */
export function playerCommandFor(
  player: Player,
  event: KeyPress & Pick<KeyboardEvent, 'shiftKey'>,
): PlayerCommand | undefined {
  if (!player.isActive || hasModifier(event) || event.shiftKey) return undefined;
  return keyBindings.find(({ key }) => key === event.key)?.command(player);
}
