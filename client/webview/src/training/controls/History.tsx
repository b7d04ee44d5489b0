/** Goes back to any step of training, and forth to the latest. */

import * as l10n from '@vscode/l10n';
import { showCount } from '../../numbers.ts';

interface Props {
  readonly first: number;
  readonly latest: number;
  /** The step that is shown. */
  readonly shown: number;
  readonly onShow: (step: number) => void;
}

export function History({ first, latest, shown, onShow }: Props) {
  const place = l10n.t`step ${showCount(shown)} of ${showCount(latest)}`;
  return (
    <div className="history">
      <label>
        <span>{l10n.t('History')}</span>
        <input
          type="range"
          min={first}
          max={latest}
          value={shown}
          disabled={first === latest}
          aria-valuetext={place}
          onChange={({ target }) => onShow(target.valueAsNumber)}
        />
      </label>
      <output>{place}</output>
      <button
        type="button"
        disabled={shown === latest}
        title={l10n.t('Back to the latest step')}
        onClick={() => onShow(latest)}
      >
        {l10n.t('Latest')}
      </button>
    </div>
  );
}
