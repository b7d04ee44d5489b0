/** The fit of a model of one input: its output as a curve, with the samples. */

import * as l10n from '@vscode/l10n';
import { type ReactNode, useMemo } from 'react';
import type { Surface } from '../../../../../protocol/panel/training.ts';
import type { Size } from '../../layout/box.ts';
import { formatNumber } from '../../numbers.ts';
import { useElementSize } from '../../useElementSize.ts';
import { extentOf, linearTicks, type Range } from '../curves/scales.ts';
import {
  type CurveValues,
  createScales,
  curvePath,
  type Fit,
  fitRange,
  missingCurve,
  pointRadius,
  pointsPath,
  type Scales,
} from './fitGeometry.ts';
import './fit.css';

interface Props {
  readonly fit: Fit;
  readonly curve: Surface | undefined;
  /** Chooses another view, instead of the title. */
  readonly menu: ReactNode;
}

const noValues: CurveValues = [];

export function FitView({ fit, curve, menu }: Props) {
  const [ref, size] = useElementSize<HTMLDivElement>(false);
  const values = curve?.values ?? noValues;
  const range = useMemo(() => fitRange(fit, values), [fit, values]);
  const missing = missingText(fit, range, values);
  const hasHeldOut = fit.points.some(({ isHeldOut }) => isHeldOut);
  const label = fitDescription(fit, values);
  return (
    <figure className="fit">
      <figcaption>{menu || <span className="title">{fitTitle(fit)}</span>}</figcaption>
      <div
        ref={ref}
        className="fit-area"
        role="img"
        aria-label={missing === undefined ? label : `${label}; ${missing}`}
      >
        {size && <FitDrawing fit={fit} values={values} range={range} size={size} />}
        {missing !== undefined && <p className="divergence">{missing}</p>}
      </div>
      <div className="surface-key">
        <span>
          <Swatch path="M0 5H18" className="fit-curve" width={18} />
          {fit.output}
        </span>
        <span>
          <Swatch path={circle} className="fit-points" width={10} />
          {hasHeldOut ? l10n.t`${fit.label} of training samples` : fit.label}
        </span>
        {hasHeldOut && (
          <span>
            <Swatch path={circle} className="fit-points held-out" width={10} />
            {l10n.t`${fit.label} held out`}
          </span>
        )}
      </div>
    </figure>
  );
}

/** The path of a sample in the key. */
const circle = 'M1.5,5a3.5,3.5 0 1 0 7,0a3.5,3.5 0 1 0 -7,0';

interface SwatchProps {
  readonly path: string;
  readonly className: string;
  readonly width: number;
}

function Swatch({ path, className, width }: SwatchProps) {
  return (
    <svg width={width} height="10" viewBox={`0 0 ${width} 10`} aria-hidden="true">
      <path className={className} d={path} />
    </svg>
  );
}

/** Margins for the axes. */
const margins = { left: 52, right: 8, top: 8, bottom: 34 };
const minTickSpacing = { x: 44, y: 28 };
/** Below it, nothing is drawn. */
const minLength = 20;

interface DrawingProps {
  readonly fit: Fit;
  readonly values: CurveValues;
  readonly range: Range;
  readonly size: Size;
}

function FitDrawing({ fit, values, range, size }: DrawingProps) {
  const { width, height } = {
    width: size.width - margins.left - margins.right,
    height: size.height - margins.top - margins.bottom,
  };
  const scales = useMemo(() => createScales(fit, range, { width, height }), [fit, range, width, height]);
  const [training, heldOut] = useMemo(() => {
    const radius = pointRadius(fit.points.length);
    const pathOf = (isHeldOut: boolean) =>
      pointsPath(
        fit.points.filter((point) => point.isHeldOut === isHeldOut),
        radius,
        scales,
      );
    return [pathOf(false), pathOf(true)];
  }, [fit, scales]);
  if (width < minLength || height < minLength) return null;
  return (
    <svg className="fit-drawing" width={size.width} height={size.height} aria-hidden="true">
      <Axes fit={fit} range={range} scales={scales} size={{ width, height }} />
      <svg x={margins.left} y={margins.top} width={width} height={height} aria-hidden="true">
        {fit.boundary !== null && <path className="fit-boundary" d={`M0,${scales.toY(fit.boundary)}H${width}`} />}
        <path className="fit-points" d={training} />
        <path className="fit-points held-out" d={heldOut} />
        <path className="fit-curve" d={curvePath(fit, values, scales)} />
      </svg>
    </svg>
  );
}

interface AxesProps {
  readonly fit: Fit;
  readonly range: Range;
  readonly scales: Scales;
  readonly size: Size;
}

function Axes({ fit: { x, label }, range, scales, size: { width, height } }: AxesProps) {
  const xTicks = linearTicks([x.from, x.to], Math.max(2, Math.floor(width / minTickSpacing.x)));
  const yTicks = linearTicks(range, Math.max(2, Math.floor(height / minTickSpacing.y)));
  return (
    <g transform={`translate(${margins.left},${margins.top})`}>
      {xTicks.map((tick) => (
        <g key={tick} transform={`translate(${scales.toX(tick)},0)`}>
          <path className="fit-grid" d={`M0,0V${height}`} />
          <text className="fit-tick" y={height + 14} textAnchor="middle">
            {formatNumber(tick)}
          </text>
        </g>
      ))}
      {yTicks.map((tick) => (
        <g key={tick} transform={`translate(0,${scales.toY(tick)})`}>
          <path className="fit-grid" d={`M0,0H${width}`} />
          <text className="fit-tick" x={-6} textAnchor="end" dominantBaseline="central">
            {formatNumber(tick)}
          </text>
        </g>
      ))}
      <text className="fit-axis" x={width / 2} y={height + margins.bottom - 4} textAnchor="middle">
        {x.name}
      </text>
      <text
        className="fit-axis"
        transform={`translate(${11 - margins.left},${height / 2}) rotate(-90)`}
        textAnchor="middle"
      >
        {label}
      </text>
    </g>
  );
}

export function fitTitle({ output, x }: Fit): string {
  return l10n.t`${output} as a function of ${x.name}`;
}

/** `predicted as a function of x, from 0.35 at 0.7 to 2.15 at 4.3; 4 samples`. */
function fitDescription(fit: Fit, values: CurveValues): string {
  const { x, points } = fit;
  const extent = extentOf(points.map(({ label }) => label));
  const [first, last] = [values[0] ?? null, values.at(-1) ?? null];
  const title =
    first === null || last === null
      ? fitTitle(fit)
      : l10n.t`${fitTitle(fit)}, from ${formatNumber(first)} at ${formatNumber(x.from)} to ${formatNumber(last)} at ${formatNumber(x.to)}`;
  const heldOut = points.filter(({ isHeldOut }) => isHeldOut).length;
  const parts = [title, l10n.t`${points.length} samples`];
  if (heldOut > 0) parts.push(l10n.t`${heldOut} of them held out`);
  if (extent) parts.push(l10n.t`${fit.label} from ${formatNumber(extent[0])} to ${formatNumber(extent[1])}`);
  return parts.join('; ');
}

function missingText({ output }: Fit, range: Range, values: CurveValues): string | undefined {
  const missing = missingCurve(range, values);
  if (missing === undefined) return undefined;
  return missing === 'notFinite' ? l10n.t`${output}: not finite` : l10n.t`${output}: off the scale`;
}
