/** The keys that move through a film. */

import { hasModifier, type KeyPress } from '../keyboard.ts';
import type { Player, PlayerCommand } from './player.ts';

interface KeyBinding {
  readonly key: string;
  readonly command: (player: Player) => PlayerCommand;
}

/** One row a key, by its name in the browser. */
const keyBindings: readonly KeyBinding[] = [
  { key: ' ', command: ({ isPlaying }) => ({ kind: isPlaying ? 'pause' : 'play' }) },
  { key: 'ArrowRight', command: () => ({ kind: 'next' }) },
  { key: 'ArrowLeft', command: () => ({ kind: 'back' }) },
  { key: 'Home', command: () => ({ kind: 'first' }) },
  { key: 'End', command: () => ({ kind: 'last' }) },
  { key: 'Escape', command: () => ({ kind: 'end' }) },
];

/** What a key does while a film is shown; undefined for others, and with a modifier, which means something else. */
export function commandForKey(
  player: Player,
  event: KeyPress & Pick<KeyboardEvent, 'shiftKey'>,
): PlayerCommand | undefined {
  if (!player.isActive || hasModifier(event) || event.shiftKey) return undefined;
  return keyBindings.find(({ key }) => key === event.key)?.command(player);
}
