/** How training goes: the loss, and under it the gradient norm of each layer, over the same steps. */

import { useMemo, useState } from 'react';
import type { TrainingState, TrainingSubject } from '../../../../server/src/protocol/training.ts';
import { lineStyleOf } from './lineStyles.ts';
import { showCount, showNumber } from './numbers.ts';
import { Plot } from './Plot.tsx';
import type { PlotLine } from './plot.ts';
import { curveInWords } from './spoken.ts';
import { aligned, type Curves as CurvesOf, type Points, valueAt } from './trace.ts';

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
    const { training } = curves;
    const ofTraining: Points = { steps: training.steps, columns: training.columns.slice(0, 1) };
    const points = heldOut > 0 ? aligned(ofTraining, curves.heldOut) : ofTraining;
    return chartOf(points, [loss, `${loss} held out`]);
  }, [curves, loss, heldOut]);
  const norms = useMemo(() => {
    const { steps, columns } = curves.training;
    return chartOf({ steps, columns: columns.slice(1) }, layers);
  }, [curves, layers]);
  const isLatest = shown === state.step;
  const common = { shown, pointed, marked: isLatest ? undefined : shown, onPoint: setPointed, onPick: onShow };
  return (
    <>
      <Chart title="Loss" chart={losses} {...common} />
      <Chart title="Gradient norm by layer" chart={norms} {...common} />
    </>
  );
}

interface ChartOf {
  readonly steps: readonly number[];
  readonly lines: readonly PlotLine[];
}

interface ChartProps {
  readonly title: string;
  readonly chart: ChartOf;
  /** The step that is shown, and the one that is pointed at: the numbers beside the names of the lines are of that. */
  readonly shown: number;
  readonly pointed: number | undefined;
  readonly marked: number | undefined;
  readonly onPoint: (step: number | undefined) => void;
  readonly onPick: (step: number) => void;
}

function Chart({ title, chart: { steps, lines }, shown, pointed, marked, onPoint, onPick }: ChartProps) {
  const inWords = lines.map(({ name, values }) => curveInWords(name, values)).join('; ');
  return (
    <figure className="chart">
      <figcaption>
        <span className="title">{title}</span>
        {pointed !== undefined && <span className="step-read">step {showCount(pointed)}</span>}
        <ul>
          {lines.map(({ name, values }, place) => {
            const value = valueAt(steps, values, pointed ?? shown);
            return (
              <li key={name}>
                <Swatch place={place} />
                {name} <b>{value === null ? '—' : showNumber(value)}</b>
              </li>
            );
          })}
        </ul>
      </figcaption>
      <Plot
        steps={steps}
        lines={lines}
        marked={marked}
        label={`${title}. ${inWords}`}
        onPoint={onPoint}
        onPick={onPick}
      />
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

function chartOf({ steps, columns }: Points, names: readonly string[]): ChartOf {
  return { steps, lines: columns.map((values, place) => ({ name: names[place] ?? '', values })) };
}
