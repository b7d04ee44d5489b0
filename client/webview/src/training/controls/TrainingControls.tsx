/** The training pane's toolbar: run, step, settings, reset and keep. */

import * as l10n from '@vscode/l10n';
import { useMemo } from 'react';
import type { TrainingInfo, TrainingState } from '../../../../../protocol/panel/training.ts';
import { BarButton } from '../../bar/BarButton.tsx';
import { formatCount } from '../../numbers.ts';
import type { TrainingStore } from '../store.ts';
import { NumberField } from './NumberField.tsx';
import { PaceMenu } from './PaceMenu.tsx';
import { createBatchSizeSpec, createLearningRateSpec } from './settings.ts';
import { endTrainingTitle } from './TrainButton.tsx';
import './controls.css';

interface Props {
  readonly store: TrainingStore;
  readonly info: TrainingInfo;
  readonly state: TrainingState;
  /** The displayed step. */
  readonly shownStep: number;
}

export function TrainingControls({ store, info, state, shownStep }: Props) {
  const { phase, pace, lr, schedule, batch, rejections, firstStep, step, textStep } = state;
  const batchSizeSpec = useMemo(() => createBatchSizeSpec(info.samples), [info.samples]);
  const learningRateSpec = useMemo(() => createLearningRateSpec(schedule), [schedule]);
  const isRunning = phase === 'running';
  return (
    <header className="training-bar">
      <div className="bar-part">
        <BarButton
          icon="next"
          label={l10n.t('Step')}
          title={l10n.t('Take one training step (.)')}
          labelVisibility="inWide"
          onClick={() => store.command({ kind: 'step' })}
        />
        <BarButton
          icon={isRunning ? 'stop' : 'play'}
          label={isRunning ? l10n.t('Stop') : l10n.t('Run')}
          title={isRunning ? l10n.t('Stop training (Space)') : l10n.t('Run training (Space)')}
          labelVisibility="inAll"
          isPrimary
          onClick={() => store.command({ kind: isRunning ? 'pause' : 'run' })}
        />
        <PaceMenu pace={pace} onChoose={(stepsPerSecond) => store.command({ kind: 'pace', stepsPerSecond })} />
        <BarButton
          icon="reset"
          label={l10n.t('Reset')}
          title={l10n.t('Start over from the numbers in the text')}
          labelVisibility="inWide"
          isDisabled={step === firstStep}
          onClick={() => store.command({ kind: 'reset' })}
        />
      </div>
      <div className="bar-part fields">
        <NumberField
          spec={learningRateSpec}
          value={lr}
          rejection={rejections.lr}
          onSet={(value) => store.command({ kind: 'set', setting: 'lr', value })}
        />
        {info.samples > 0 && (
          <NumberField
            spec={batchSizeSpec}
            value={batch}
            rejection={rejections.batch}
            onSet={(value) => store.command({ kind: 'set', setting: 'batch', value })}
          />
        )}
      </div>
      <div className="bar-part actions">
        <BarButton
          icon="keep"
          label={l10n.t('Keep')}
          title={keepTitle(info.keptIn, shownStep)}
          labelVisibility="inAll"
          isDisabled={shownStep === textStep}
          onClick={() => store.command({ kind: 'keep' })}
        />
        <BarButton
          icon="end"
          label={l10n.t('Close')}
          title={endTrainingTitle()}
          labelVisibility="inNone"
          onClick={() => store.requestClose()}
        />
      </div>
    </header>
  );
}

function keepTitle(keptIn: TrainingInfo['keptIn'], shownStep: number): string {
  const step = formatCount(shownStep);
  switch (keptIn) {
    case 'text':
      return l10n.t`Write the params of step ${step} into the text. Undo in the editor reverts it.`;
    case 'both':
      return l10n.t`Write the params of step ${step} into the text, and beside it when it is saved. Undo in the editor reverts both.`;
    case 'file':
      return l10n.t`Keep the params of step ${step}, to be stored beside the text when it is saved. Backprop: Undo Step reverts it.`;
  }
}
