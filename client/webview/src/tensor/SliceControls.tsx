/** Pickers of the part of a tensor that is drawn, one for each leading axis, and of the range of a large first axis. */

import * as l10n from '@vscode/l10n';
import type { Slice } from '../../../../protocol/pictures/matrices.ts';
import { formatCount } from '../numbers.ts';
import type { Tensor } from './decodeTensor.ts';
import { withChoice } from './slice.ts';

interface Props {
  readonly tensor: Tensor;
  readonly slice: Slice;
  /** False where a single matrix is shown. */
  readonly canShowAll: boolean;
  readonly onSlice: (slice: Slice) => void;
  /** Asks for another range of the first axis. */
  readonly onFirst: (first: number) => void;
}

export function SliceControls({ tensor, slice, canShowAll, onSlice, onFirst }: Props) {
  const { shape, first, firstAxis } = tensor;
  const count = shape[0] ?? 1;
  return (
    <>
      {slice.map((choice, axis) => (
        <label key={axis}>
          {l10n.t`axis ${axis}`}
          <select
            value={choice}
            onChange={({ target: { value } }) =>
              onSlice(withChoice(slice, axis, value === 'all' ? value : Number(value)))
            }
          >
            {canShowAll && <option value="all">{l10n.t('all')}</option>}
            {Array.from({ length: shape[axis]! }, (_, index) => (
              <option key={index} value={index}>
                {axis === 0 ? first + index : index}
              </option>
            ))}
          </select>
        </label>
      ))}
      {count < firstAxis && (
        <span className="range">
          <button type="button" disabled={first === 0} onClick={() => onFirst(Math.max(0, first - count))}>
            {l10n.t('Previous')}
          </button>
          {l10n.t`${formatCount(first)} to ${formatCount(first + count - 1)} of ${formatCount(firstAxis)}`}
          <button type="button" disabled={first + count >= firstAxis} onClick={() => onFirst(first + count)}>
            {l10n.t('Next')}
          </button>
        </span>
      )}
    </>
  );
}
