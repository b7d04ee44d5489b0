/** Training curves: the loss, and by choice a named scalar or the gradient norm of each layer over the same steps. */

import * as l10n from '@vscode/l10n';
import { type ReactNode, useMemo, useState } from 'react';
import type { TrainingInfo, TrainingState } from '../../../../../protocol/panel/training.ts';
import { formatCount, formatNumber } from '../../numbers.ts';
import type { CurveLine } from './bins.ts';
import { type CurvePoints, type Curves as CurvesData, type Values, valueAt } from './curvePoints.ts';
import { lineStyleAt } from './lineStyles.ts';
import { Plot } from './Plot.tsx';
import { curveText } from './trend.ts';
import { ViewMenu } from './ViewMenu.tsx';
import './curves.css';

interface Props {
  readonly info: TrainingInfo;
  readonly state: TrainingState;
  readonly curves: CurvesData;
  /** The displayed step. */
  readonly shownStep: number;
  readonly onShowStep: (step: number) => void;
}

export function Curves({ info, state, curves, shownStep, onShowStep }: Props) {
  const [hoveredStep, setHoveredStep] = useState<number>();
  const { heldOut, shown, layers, loss } = info;
  const stepLoss = stepLossName(info, state.batch);
  const lossLines = useMemo(() => {
    const trainingLine = createLine(stepLoss, curves.training, 0);
    return heldOut > 0 ? [trainingLine, createLine(heldOutName(loss, info), curves.heldOut, 0)] : [trainingLine];
  }, [curves, loss, stepLoss, heldOut, info]);
  const normLines = useMemo(
    () => layers.map((layer, index) => createLine(layer, curves.training, index + 1)),
    [curves, layers],
  );
  const [choice, setChoice] = useState<string>();
  const defaultScalar = info.metric === null ? undefined : info.scalars[info.metric];
  const scalar = info.scalars.find((name) => name === (choice ?? defaultScalar));
  const scalarLines = useMemo(
    () => (scalar === undefined ? undefined : createScalarLines(info, curves, scalar)),
    [info, curves, scalar],
  );
  const norms = l10n.t('Gradient norm by layer');
  const isLatest = shownStep === state.step;
  const sharedProps = {
    shownStep,
    hoveredStep,
    markedStep: isLatest ? undefined : shownStep,
    onHover: setHoveredStep,
    onSelect: onShowStep,
  };
  return (
    <>
      <Chart
        title={l10n.t('Loss')}
        help={
          shown === null
            ? l10n.t(
                'The loss of each step, over its samples and before it moves the params. The graph and the editor show the loss over all samples after the step.',
              )
            : l10n.t`The loss of each step, over its samples and before it moves the params. The graph and the editor show the loss over the first ${formatCount(shown)} samples after the step.`
        }
        lines={lossLines}
        latestValues={isLatest ? [state.loss, state.heldOutLoss] : undefined}
        {...sharedProps}
      />
      <Chart
        title={scalar ?? norms}
        menu={
          info.scalars.length === 0 ? undefined : (
            <ViewMenu
              label={l10n.t('Second curve')}
              value={scalar ?? ''}
              options={[...info.scalars.map((name) => ({ value: name, text: name })), { value: '', text: norms }]}
              onChoose={setChoice}
            />
          )
        }
        help={
          scalar &&
          (shown === null
            ? l10n.t(
                'Measured in evaluation mode, before the first step and after each epoch. The editor shows it over all samples.',
              )
            : l10n.t`Measured in evaluation mode, before the first step and after each epoch. The editor shows it over the first ${formatCount(shown)} samples.`)
        }
        lines={scalarLines ?? normLines}
        isLinear={scalarLines !== undefined}
        {...sharedProps}
      />
    </>
  );
}

interface ChartProps {
  readonly title: string;
  /** Chooses the plotted lines, instead of the title. */
  readonly menu?: ReactNode;
  /** What the lines are, for a tooltip. */
  readonly help?: string | undefined;
  readonly lines: readonly CurveLine[];
  /** By default, the axis is logarithmic if no value is negative. */
  readonly isLinear?: boolean;
  /** Exact values of the latest step if it is displayed: it may fall between two stored points. */
  readonly latestValues?: Values | undefined;
  /** The legend shows the values of the hovered step, else of the displayed one. */
  readonly shownStep: number;
  readonly hoveredStep: number | undefined;
  readonly markedStep: number | undefined;
  readonly onHover: (step: number | undefined) => void;
  readonly onSelect: (step: number) => void;
}

function Chart({
  title,
  menu,
  help,
  lines,
  isLinear = false,
  latestValues,
  shownStep,
  hoveredStep,
  markedStep,
  onHover,
  onSelect,
}: ChartProps) {
  const description = lines.map(({ name, values }) => curveText(name, values)).join('; ');
  return (
    <figure className="chart">
      <figcaption title={help}>
        {menu ?? <span className="title">{title}</span>}
        {hoveredStep !== undefined && <span className="step-read">{l10n.t`step ${formatCount(hoveredStep)}`}</span>}
        <ul>
          {lines.map(({ name, steps, values }, index) => {
            const value =
              hoveredStep === undefined && latestValues
                ? (latestValues[index] ?? null)
                : valueAt(steps, values, hoveredStep ?? shownStep);
            return (
              <li key={name}>
                <LineSwatch index={index} />
                {name} <b>{value === null ? '—' : formatNumber(value)}</b>
              </li>
            );
          })}
        </ul>
      </figcaption>
      <Plot
        lines={lines}
        isLinear={isLinear}
        markedStep={markedStep}
        description={`${title}. ${description}`}
        onHover={onHover}
        onSelect={onSelect}
      />
    </figure>
  );
}

function LineSwatch({ index }: { readonly index: number }) {
  const { color, dash } = lineStyleAt(index);
  return (
    <svg width="24" height="8" viewBox="0 0 24 8" aria-hidden="true">
      <path d="M0 4H24" style={{ stroke: `var(--vscode-${color})` }} strokeWidth="2" strokeDasharray={dash.join(' ')} />
    </svg>
  );
}

/** The name of the loss that a step lowers, with the samples that it is measured on. */
function stepLossName({ loss, heldOut }: TrainingInfo, batch: number | null): string {
  if (batch !== null) return l10n.t`${loss} of the mini-batch of ${formatCount(batch)}`;
  return heldOut > 0 ? l10n.t`${loss} of all training samples` : l10n.t`${loss} before the step`;
}

function createLine(name: string, { steps, columns }: CurvePoints, column: number): CurveLine {
  return { name, steps, values: columns[column] ?? [] };
}

/** A scalar on all training samples and, if there are any, on those held out. */
function createScalarLines(info: TrainingInfo, curves: CurvesData, scalar: string): CurveLine[] {
  const { scalars, heldOut, samples, evaluated } = info;
  const index = scalars.indexOf(scalar);
  const isOfAll = evaluated === null || evaluated >= samples;
  if (heldOut === 0 && isOfAll) return [createLine(scalar, curves.scalars, index)];
  const trainingName = isOfAll
    ? l10n.t`${scalar} of all training samples`
    : l10n.t`${scalar} of ${formatCount(evaluated)} training samples`;
  const trainingLine = createLine(trainingName, curves.scalars, index);
  if (heldOut === 0) return [trainingLine];
  return [trainingLine, createLine(heldOutName(scalar, info), curves.scalars, scalars.length + index)];
}

/** The name of a scalar on the held-out samples, or on the first of them. */
function heldOutName(scalar: string, { heldOut, evaluated }: TrainingInfo): string {
  return evaluated === null || evaluated >= heldOut
    ? l10n.t`${scalar} held out`
    : l10n.t`${scalar} of ${formatCount(evaluated)} held-out samples`;
}
