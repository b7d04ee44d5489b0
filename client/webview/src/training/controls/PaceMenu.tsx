/** Menu of the speeds that training may run at. */

import * as l10n from '@vscode/l10n';
import { type TrainingPace, trainingPaces } from '../../../../../protocol/panel/training.ts';

interface Props {
  readonly pace: TrainingPace;
  readonly onChoose: (pace: TrainingPace) => void;
}

export function PaceMenu({ pace, onChoose }: Props) {
  return (
    <select
      aria-label={l10n.t('Speed')}
      title={l10n.t('Speed')}
      value={trainingPaces.indexOf(pace)}
      onChange={({ target }) => onChoose(trainingPaces[Number(target.value)]!)}
    >
      {trainingPaces.map((candidate, index) => (
        <option key={candidate} value={index}>
          {nameOf(candidate)}
        </option>
      ))}
    </select>
  );
}

function nameOf(pace: TrainingPace): string {
  if (pace === null) return l10n.t('full speed');
  return pace === 1 ? l10n.t('1 step/s') : l10n.t`${pace} steps/s`;
}
