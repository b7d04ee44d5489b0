/** The elements of a tensor with the largest or the smallest values or gradients, as a list. */

import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'react';
import { focusableRegion } from '../focusableRegion.ts';
import { formatCount, formatNumber } from '../numbers.ts';
import type { Tensor } from './decodeTensor.ts';
import { formatIndices } from './elements.ts';
import { cellColor } from './paintMatrices.ts';
import { maxListed, type Sorting, type SortKey, sortedIndices } from './sorting.ts';

export function SortedElements({ tensor, gradientName }: { readonly tensor: Tensor; readonly gradientName: string }) {
  const [sorting, setSorting] = useState<Sorting>({ key: 'value', order: 'largest' });
  const { value, gradient } = tensor;
  const key: SortKey = gradient ? sorting.key : 'value';
  const sorted = key === 'value' ? value : gradient!;
  const indices = useMemo(() => sortedIndices(sorted.elements, sorting), [sorted, sorting]);
  const sortBy = (newKey: SortKey) =>
    setSorting({ key: newKey, order: newKey === key && sorting.order === 'largest' ? 'smallest' : 'largest' });
  const header = (headerKey: SortKey, text: string) => {
    const isSorted = headerKey === key;
    const direction = sorting.order === 'largest' ? 'descending' : 'ascending';
    return (
      <th scope="col" aria-sort={isSorted ? direction : 'none'}>
        <button type="button" title={l10n.t('Sort by magnitude')} onClick={() => sortBy(headerKey)}>
          {text}
          <span aria-hidden="true">{isSorted ? (sorting.order === 'largest' ? ' ▾' : ' ▴') : ''}</span>
        </button>
      </th>
    );
  };
  return (
    <section className="sorted-elements" {...focusableRegion} aria-label={l10n.t('Sorted elements')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{l10n.t('element')}</th>
            {header('value', l10n.t('value'))}
            {gradient && header('gradient', gradientName)}
          </tr>
        </thead>
        <tbody>
          {indices.map((element) => (
            <tr key={element}>
              <th scope="row">{formatIndices(tensor, element)}</th>
              <td className="value" style={{ background: cellColor(value.maxMagnitude, value.elements[element]!) }}>
                {formatNumber(value.elements[element]!)}
              </td>
              {gradient && (
                <td
                  className="gradient"
                  style={{ background: cellColor(gradient.maxMagnitude, gradient.elements[element]!) }}
                >
                  {formatNumber(gradient.elements[element]!)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {value.elements.length > maxListed && (
        <p>{l10n.t`The first ${formatCount(maxListed)} of ${formatCount(value.elements.length)} elements.`}</p>
      )}
    </section>
  );
}
