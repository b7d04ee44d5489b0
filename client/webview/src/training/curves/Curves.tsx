/** How training goes: the loss, and under it the gradient norm of each layer, over the same steps. */

import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'react';
import type { TrainingState, TrainingSubject } from '../../../../../server/src/protocol/panel/training.ts';
import { showCount, showNumber } from '../../numbers.ts';
import { curveInWords } from '../announcements.ts';
import type { Line } from '../surface/bins.ts';
import { lineStyleOf } from './lineStyles.ts';
import { Plot } from './Plot.tsx';
import { type Curves as CurvesOf, type Points, type Values, valueAt } from './trace.ts';

interface Props {
  readonly subject: TrainingSubject;
  readonly state: TrainingState;
  readonly curves: CurvesOf;
  /** The step that is shown. */
  readonly shown: number;
  readonly onShow: (step: number) => void;
}

export function Curves({ subject, state, curves, shown, onShow }: Props) {
  const [pointed, setPointed] = useState<number>();
  const { loss, heldOut, layers } = subject;
  const losses = useMemo(() => {
    const ofTraining = lineOf(loss, curves.training, 0);
    return heldOut > 0 ? [ofTraining, lineOf(l10n.t`${loss} held out`, curves.heldOut, 0)] : [ofTraining];
  }, [curves, loss, heldOut]);
  const norms = useMemo(
    () => layers.map((layer, place) => lineOf(layer, curves.training, place + 1)),
    [curves, layers],
  );
  const isLatest = shown === state.step;
  const common = { shown, pointed, marked: isLatest ? undefined : shown, onPoint: setPointed, onPick: onShow };
  return (
    <>
      <Chart
        title={l10n.t('Loss')}
        lines={losses}
        latest={isLatest ? [state.loss, state.heldOutLoss] : undefined}
        {...common}
      />
      <Chart title={l10n.t('Gradient norm by layer')} lines={norms} {...common} />
    </>
  );
}

interface ChartProps {
  readonly title: string;
  readonly lines: readonly Line[];
  /** The values of the latest step, where that is shown: it may be between two points that are kept. */
  readonly latest?: Values | undefined;
  /** The step that is shown, and the one that is pointed at: the numbers beside the names of the lines are of that. */
  readonly shown: number;
  readonly pointed: number | undefined;
  readonly marked: number | undefined;
  readonly onPoint: (step: number | undefined) => void;
  readonly onPick: (step: number) => void;
}

function Chart({ title, lines, latest, shown, pointed, marked, onPoint, onPick }: ChartProps) {
  const inWords = lines.map(({ name, values }) => curveInWords(name, values)).join('; ');
  return (
    <figure className="chart">
      <figcaption>
        <span className="title">{title}</span>
        {pointed !== undefined && <span className="step-read">{l10n.t`step ${showCount(pointed)}`}</span>}
        <ul>
          {lines.map(({ name, steps, values }, place) => {
            const value =
              pointed === undefined && latest ? (latest[place] ?? null) : valueAt(steps, values, pointed ?? shown);
            return (
              <li key={name}>
                <Swatch place={place} />
                {name} <b>{value === null ? '—' : showNumber(value)}</b>
              </li>
            );
          })}
        </ul>
      </figcaption>
      <Plot lines={lines} marked={marked} label={`${title}. ${inWords}`} onPoint={onPoint} onPick={onPick} />
    </figure>
  );
}

function Swatch({ place }: { readonly place: number }) {
  const { colour, dash } = lineStyleOf(place);
  return (
    <svg width="24" height="8" viewBox="0 0 24 8" aria-hidden="true">
      <path
        d="M0 4H24"
        style={{ stroke: `var(--vscode-${colour})` }}
        strokeWidth="2"
        strokeDasharray={dash.join(' ')}
      />
    </svg>
  );
}

function lineOf(name: string, { steps, columns }: Points, column: number): Line {
  return { name, steps, values: columns[column] ?? [] };
}
