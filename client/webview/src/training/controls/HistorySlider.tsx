/** A slider over all steps of training. */

import * as l10n from '@vscode/l10n';
import { formatCount } from '../../numbers.ts';

interface Props {
  readonly firstStep: number;
  readonly latestStep: number;
  /** The displayed step. */
  readonly shownStep: number;
  readonly onShowStep: (step: number) => void;
}

export function HistorySlider({ firstStep, latestStep, shownStep, onShowStep }: Props) {
  const positionText = l10n.t`step ${formatCount(shownStep)} of ${formatCount(latestStep)}`;
  return (
    <div className="history">
      <label>
        <span>{l10n.t('History')}</span>
        <input
          type="range"
          min={firstStep}
          max={latestStep}
          value={shownStep}
          disabled={firstStep === latestStep}
          aria-valuetext={positionText}
          onChange={({ target }) => onShowStep(target.valueAsNumber)}
        />
      </label>
      <output>{positionText}</output>
      <button
        type="button"
        disabled={shownStep === latestStep}
        title={l10n.t('Go to the latest step')}
        onClick={() => onShowStep(latestStep)}
      >
        {l10n.t('Latest')}
      </button>
    </div>
  );
}
