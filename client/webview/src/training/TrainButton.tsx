/** Opens training beside the graph, and ends it. */

import { BarButton } from '../bar/BarButton.tsx';
import { type TrainingStore, useIsTraining } from './store.ts';

interface Props {
  readonly store: TrainingStore;
  /** Whether there is a model that could be trained. */
  readonly isOffered: boolean;
}

export function TrainButton({ store, isOffered }: Props) {
  const isTraining = useIsTraining(store);
  return (
    <BarButton
      sign="train"
      label="Train"
      title={isTraining ? endsTraining : 'Trains the model beside its graph, as fast or as slowly as you like.'}
      shown="inWide"
      isPressed={isTraining}
      isDisabled={!isOffered && !isTraining}
      onClick={() => store.order({ kind: isTraining ? 'close' : 'open' })}
    />
  );
}

export const endsTraining = 'Ends training. The text stays as it is.';
