/** The bar of the training pane: what moves it on, what is set by hand, and what becomes of it. */

import * as l10n from '@vscode/l10n';
import { useMemo } from 'react';
import type { TrainingState, TrainingSubject } from '../../../../../server/src/protocol/panel/training.ts';
import { BarButton } from '../../bar/BarButton.tsx';
import { showCount } from '../../numbers.ts';
import type { TrainingStore } from '../store.ts';
import { NumberField } from './NumberField.tsx';
import { batchSizeOf, learningRate } from './settings.ts';
import { endsTraining } from './TrainButton.tsx';

interface Props {
  readonly store: TrainingStore;
  readonly subject: TrainingSubject;
  readonly state: TrainingState;
  /** The step that is shown. */
  readonly shown: number;
}

export function Orders({ store, subject, state, shown }: Props) {
  const { phase, lr, batch, refused, first, step } = state;
  const batchSize = useMemo(() => batchSizeOf(subject.samples), [subject.samples]);
  const isRunning = phase === 'running';
  return (
    <header className="training-bar">
      <div className="bar-part">
        <BarButton
          sign="next"
          label={l10n.t('Step')}
          title={l10n.t('Takes one step of training (.)')}
          shown="inWide"
          onClick={() => store.order({ kind: 'step' })}
        />
        <BarButton
          sign={isRunning ? 'pause' : 'play'}
          label={isRunning ? l10n.t('Pause') : l10n.t('Run')}
          title={isRunning ? l10n.t('Pauses training (Space)') : l10n.t('Takes step after step (Space)')}
          shown="inAll"
          isPrimary
          onClick={() => store.order({ kind: isRunning ? 'pause' : 'run' })}
        />
        <BarButton
          sign="reset"
          label={l10n.t('Reset')}
          title={l10n.t('Begins anew from the numbers of the text')}
          shown="inWide"
          isDisabled={step === first}
          onClick={() => store.order({ kind: 'reset' })}
        />
      </div>
      <div className="bar-part fields">
        <NumberField
          setting={learningRate}
          value={lr}
          refused={refused.lr}
          onSet={(value) => store.order({ kind: 'set', setting: 'lr', value })}
        />
        {subject.samples > 0 && (
          <NumberField
            setting={batchSize}
            value={batch}
            refused={refused.batch}
            onSet={(value) => store.order({ kind: 'set', setting: 'batch', value })}
          />
        )}
      </div>
      <div className="bar-part actions">
        <BarButton
          sign="keep"
          label={l10n.t('Keep')}
          title={l10n.t`Writes the parameters of step ${showCount(shown)} into the text. Undo takes them back.`}
          shown="inAll"
          isDisabled={shown === first}
          onClick={() => store.order({ kind: 'keep' })}
        />
        <BarButton
          sign="end"
          label={l10n.t('Close')}
          title={endsTraining()}
          shown="inNone"
          onClick={() => store.order({ kind: 'close' })}
        />
      </div>
    </header>
  );
}
