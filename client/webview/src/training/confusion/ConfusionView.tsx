/** The confusion matrix of a classifier: a row for each true class, a column for each predicted one. */

import * as l10n from '@vscode/l10n';
import { type ReactNode, useMemo } from 'react';
import type { ConfusionCounts } from '../../../../../protocol/panel/training.ts';
import { focusableRegion } from '../../focusableRegion.ts';
import { formatCount } from '../../numbers.ts';
import { correctCount, type MatrixInfo, type MatrixRow, rowsOf, type SampleSet, tintOf } from './confusion.ts';
import './confusion.css';

interface Props {
  readonly matrix: MatrixInfo;
  /** Undefined until they are received. */
  readonly counts: ConfusionCounts | undefined;
  readonly samples: SampleSet;
  /** The number of these samples. */
  readonly sampleCount: number;
  /** Chooses another view, instead of the title. */
  readonly menu: ReactNode;
}

/** More classes take the whole width of the pane. */
const maxNarrowClasses = 4;
/** Names of more classes are turned, so that the columns are narrow. */
const maxUprightNames = 9;

/** In pixels. */
const axisWidth = 18;
const maxNamesWidth = 76;
const headerHeight = 90;
const minCellWidth = 20;
const maxCellHeight = 96;
const digitWidth = 6.5;
const letterWidth = 6;

export function ConfusionView({ matrix, counts, samples, sampleCount, menu }: Props) {
  const { label, classes } = matrix;
  const rows = useMemo(() => counts && rowsOf(classes.length, counts[samples]), [classes, counts, samples]);
  const maxTotal = rows?.reduce((largest, { total }) => Math.max(largest, total), 0) ?? 0;
  const cellWidth = Math.max(minCellWidth, digitWidth * (formatCount(maxTotal).length + 1));
  const maxLetters = classes.reduce((longest, { length }) => Math.max(longest, length), 0);
  const namesWidth = Math.min(maxNamesWidth, letterWidth * (maxLetters + 2));
  const tableStyle = {
    minWidth: axisWidth + namesWidth + classes.length * (cellWidth + 1),
    height: `min(100%, ${headerHeight + classes.length * maxCellHeight}px)`,
  };
  const className = ['confusion'];
  if (classes.length > maxUprightNames) className.push('has-turned-names');
  if (classes.length > maxNarrowClasses) className.push('is-wide');
  return (
    <figure className={className.join(' ')}>
      <figcaption>
        {menu || <span className="title">{l10n.t('Confusion matrix')}</span>}
        <span>{rows && summaryOf(samples, sampleCount, rows)}</span>
      </figcaption>
      <section className="confusion-area" aria-label={l10n.t('Confusion matrix')} {...focusableRegion}>
        <table aria-label={tableName(samples)} style={tableStyle}>
          <colgroup>
            <col style={{ width: axisWidth }} />
            <col style={{ width: namesWidth }} />
            <col span={classes.length} />
          </colgroup>
          <thead>
            <tr>
              <td colSpan={2} />
              <th className="axis" scope="colgroup" colSpan={classes.length}>
                {l10n.t`predicted ${label}`}
              </th>
            </tr>
            <tr>
              <td colSpan={2} />
              {classes.map((name, column) => (
                <th key={column} className="predicted" scope="col" title={name}>
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((name, row) => (
              <tr key={row}>
                {row === 0 && (
                  <th className="axis true-axis" scope="rowgroup" rowSpan={classes.length}>
                    <span>{l10n.t`true ${label}`}</span>
                  </th>
                )}
                <th className="true" scope="row" title={name}>
                  <span>{name}</span>
                </th>
                {classes.map((predicted, column) => (
                  <Cell
                    key={column}
                    row={rows?.[row]}
                    column={column}
                    isCorrect={row === column}
                    predicted={predicted}
                    name={name}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </figure>
  );
}

interface CellProps {
  /** Undefined until it is received. */
  readonly row: MatrixRow | undefined;
  readonly column: number;
  readonly isCorrect: boolean;
  /** The names of the predicted and of the true class. */
  readonly predicted: string;
  readonly name: string;
}

function Cell({ row, column, isCorrect, predicted, name }: CellProps) {
  if (row === undefined) return <td />;
  const count = row.counts[column] ?? 0;
  const tint = `color-mix(in srgb, var(--vscode-charts-blue) ${tintOf(count, row)}%, var(--vscode-editor-background))`;
  const className = isCorrect ? 'correct' : count === 0 ? 'empty' : undefined;
  const [countText, totalText] = [formatCount(count), formatCount(row.total)];
  return (
    <td
      className={className}
      style={{ background: tint }}
      title={l10n.t`${countText} of ${totalText} samples of ${name} are predicted as ${predicted}`}
    >
      {countText}
    </td>
  );
}

export function tableName(samples: SampleSet): string {
  return samples === 'heldOut'
    ? l10n.t('Confusion matrix of the held-out samples')
    : l10n.t('Confusion matrix of the training samples');
}

/** `148 of 150 training samples are correct`, and how many have no prediction. */
function summaryOf(samples: SampleSet, sampleCount: number, rows: readonly MatrixRow[]): string {
  const { correct, counted } = correctCount(rows);
  const [correctText, countText] = [formatCount(correct), formatCount(sampleCount)];
  const summary =
    samples === 'heldOut'
      ? l10n.t`${correctText} of ${countText} held-out samples are correct`
      : l10n.t`${correctText} of ${countText} training samples are correct`;
  const missing = sampleCount - counted;
  return missing > 0 ? `${summary} · ${l10n.t`${formatCount(missing)} without a prediction (NaN)`}` : summary;
}
