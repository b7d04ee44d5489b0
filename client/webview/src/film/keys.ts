/** The keys that move through a film. */

import { hasModifier, type Pressed } from '../buttonGroup.ts';
import type { Player, PlayerAct } from './player.ts';

interface Key {
  readonly key: string;
  readonly act: (player: Player) => PlayerAct;
}

/** One row a key, by its name in the browser. */
const keys: readonly Key[] = [
  { key: ' ', act: ({ isPlaying }) => ({ kind: isPlaying ? 'pause' : 'play' }) },
  { key: 'ArrowRight', act: () => ({ kind: 'next' }) },
  { key: 'ArrowLeft', act: () => ({ kind: 'back' }) },
  { key: 'Home', act: () => ({ kind: 'first' }) },
  { key: 'End', act: () => ({ kind: 'last' }) },
  { key: 'Escape', act: () => ({ kind: 'end' }) },
];

/** What a key does while a film is shown; undefined for others, and with a modifier, which means something else. */
export function actOfKey(player: Player, pressed: Pressed & Pick<KeyboardEvent, 'shiftKey'>): PlayerAct | undefined {
  if (!player.isOn || hasModifier(pressed) || pressed.shiftKey) return undefined;
  return keys.find(({ key }) => key === pressed.key)?.act(player);
}
