/** Button that opens and closes the training pane. */

import * as l10n from '@vscode/l10n';
import { BarButton } from '../../bar/BarButton.tsx';
import { type TrainingStore, useIsTraining } from '../store.ts';

interface Props {
  readonly store: TrainingStore;
  /** True if there is a model to train. */
  readonly isAvailable: boolean;
}

export function TrainButton({ store, isAvailable }: Props) {
  const isTraining = useIsTraining(store);
  return (
    <BarButton
      icon="train"
      label={l10n.t('Train')}
      title={isTraining ? endTrainingTitle() : l10n.t('Train the model next to its graph, at any speed.')}
      labelVisibility="inWide"
      isPressed={isTraining}
      isDisabled={!isAvailable && !isTraining}
      onClick={() => (isTraining ? store.requestClose() : store.command({ kind: 'open' }))}
    />
  );
}

export const endTrainingTitle = (): string => l10n.t('Close training. Steps that are not kept can be kept first.');
