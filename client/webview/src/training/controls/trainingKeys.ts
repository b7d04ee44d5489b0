/** Keyboard commands of the training pane, unless a field or button has the focus and uses the key. */

import type { TrainingCommand, TrainingState } from '../../../../../protocol/panel/training.ts';
import { hasModifier, type KeyPress } from '../../keyboard.ts';

interface KeyBinding {
  readonly key: string;
  readonly command: (phase: TrainingState['phase']) => TrainingCommand;
}

/** One row per key, by its browser name. */
const keyBindings: readonly KeyBinding[] = [
  { key: ' ', command: (phase) => ({ kind: phase === 'running' ? 'pause' : 'run' }) },
  { key: '.', command: () => ({ kind: 'step' }) },
];

/** Undefined for other keys and with a modifier. */
export function trainingCommandFor(phase: TrainingState['phase'], event: KeyPress): TrainingCommand | undefined {
  if (hasModifier(event)) return undefined;
  return keyBindings.find(({ key }) => key === event.key)?.command(phase);
}
