/** The keys of the training pane, wherever in it the focus is, unless they belong to a field or a button. */

import type { TrainingOrder, TrainingState } from '../../../../../server/src/protocol/panel/training.ts';
import { hasModifier, type Pressed } from '../../buttonGroup.ts';

interface Key {
  readonly key: string;
  readonly order: (phase: TrainingState['phase']) => TrainingOrder;
}

/** One row a key, by its name in the browser. */
const keys: readonly Key[] = [
  { key: ' ', order: (phase) => ({ kind: phase === 'running' ? 'pause' : 'run' }) },
  { key: '.', order: () => ({ kind: 'step' }) },
];

/** Undefined for a key that does nothing here, and with a modifier, which means something else. */
export function orderOfKey(phase: TrainingState['phase'], pressed: Pressed): TrainingOrder | undefined {
  if (hasModifier(pressed)) return undefined;
  return keys.find(({ key }) => key === pressed.key)?.order(phase);
}
