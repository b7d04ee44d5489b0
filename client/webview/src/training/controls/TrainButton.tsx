/** Opens training beside the graph, and ends it. */

import * as l10n from '@vscode/l10n';
import { BarButton } from '../../bar/BarButton.tsx';
import { type TrainingStore, useIsTraining } from '../store.ts';

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
      label={l10n.t('Train')}
      title={
        isTraining ? endsTraining() : l10n.t('Trains the model beside its graph, as fast or as slowly as you like.')
      }
      shown="inWide"
      isPressed={isTraining}
      isDisabled={!isOffered && !isTraining}
      onClick={() => store.order({ kind: isTraining ? 'close' : 'open' })}
    />
  );
}

export const endsTraining = (): string => l10n.t('Ends training. The text stays as it is.');
