/** Goes back to any step of training, and forth to the latest. */

import { showCount } from '../numbers.ts';

interface Props {
  readonly first: number;
  readonly latest: number;
  /** The step that is shown. */
  readonly shown: number;
  readonly onShow: (step: number) => void;
}

export function History({ first, latest, shown, onShow }: Props) {
  return (
    <div className="history">
      <label>
        <span>History</span>
        <input
          type="range"
          min={first}
          max={latest}
          value={shown}
          disabled={first === latest}
          aria-valuetext={`step ${showCount(shown)} of ${showCount(latest)}`}
          onChange={({ target }) => onShow(target.valueAsNumber)}
        />
      </label>
      <output>
        step {showCount(shown)} of {showCount(latest)}
      </output>
      <button type="button" disabled={shown === latest} title="Back to the latest step" onClick={() => onShow(latest)}>
        Latest
      </button>
    </div>
  );
}
