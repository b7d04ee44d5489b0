/** The keys of the training pane, wherever in it the focus is, unless they belong to a field or a button. */

import type { TrainingCommand, TrainingState } from '../../../../../server/src/protocol/panel/training.ts';
import { hasModifier, type KeyPress } from '../../keyboard.ts';

interface KeyBinding {
  readonly key: string;
  readonly command: (phase: TrainingState['phase']) => TrainingCommand;
}

/** One row a key, by its name in the browser. */
const keyBindings: readonly KeyBinding[] = [
  { key: ' ', command: (phase) => ({ kind: phase === 'running' ? 'pause' : 'run' }) },
  { key: '.', command: () => ({ kind: 'step' }) },
];

/** Undefined for a key that does nothing here, and with a modifier, which means something else. */
export function commandForKey(phase: TrainingState['phase'], event: KeyPress): TrainingCommand | undefined {
  if (hasModifier(event)) return undefined;
  return keyBindings.find(({ key }) => key === event.key)?.command(phase);
}
