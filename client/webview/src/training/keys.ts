/** The keys of the training pane, wherever in it the focus is, unless they belong to a field or a button. */

import type { TrainingOrder, TrainingState } from '../../../../server/src/protocol/training.ts';

interface Key {
  readonly key: string;
  readonly order: (phase: TrainingState['phase']) => TrainingOrder;
}

/** One row a key, by its name in the browser. */
const keys: readonly Key[] = [
  { key: ' ', order: (phase) => ({ kind: phase === 'running' ? 'pause' : 'run' }) },
  { key: '.', order: () => ({ kind: 'step' }) },
];

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** Undefined for a key that does nothing here, and with a modifier, which means something else. */
export function orderOfKey(
  phase: TrainingState['phase'],
  { key, ctrlKey, altKey, metaKey }: Pressed,
): TrainingOrder | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  return keys.find((row) => row.key === key)?.order(phase);
}
