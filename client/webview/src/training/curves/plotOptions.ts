/** A plot of lines over the steps of training, by uPlot: what it looks like, what it says when it is pointed at. */

import uPlot from 'uplot';
import { showCount, showNumber } from '../../numbers.ts';
import type { ThemeColors } from '../useTheme.ts';
import type { BinnedLines } from './bins.ts';
import { lineStyleAt } from './lineStyles.ts';
import { linearRange, linearTicks, logRange, logTicks } from './scales.ts';

export interface PlotOptions {
  /** How many lines there are, and whether each lies in a band. */
  readonly count: number;
  readonly isBinned: boolean;
  readonly isLog: boolean;
  readonly theme: ThemeColors;
  readonly width: number;
  readonly height: number;
}

/** The steps, the upper and the lower edge of each band, then the lines over them. */
export function plotData({ steps, lines, isBinned }: BinnedLines): uPlot.AlignedData {
  const edgeSeries = isBinned ? lines.flatMap(({ high, low }) => [high, low]) : [];
  const means = lines.map(({ mean }) => mean);
  return [steps as number[], ...([...edgeSeries, ...means] as (number | null)[][])];
}

export interface PlotHandlers {
  /** The step that the pointer is nearest to; undefined when it has left. */
  readonly onHover: (step: number | undefined) => void;
  /** A click or a drag, at a step. */
  readonly onSelect: (step: number) => void;
  /** The step that is marked. */
  readonly markedStep: () => number | undefined;
}

/** The plots that are read together share what is pointed at. */
const syncKey = 'training';
/** In pixels. */
const minTickSpacing = { x: 64, y: 26 };

export function createPlot(
  element: HTMLElement,
  options: PlotOptions,
  data: uPlot.AlignedData,
  handlers: PlotHandlers,
): uPlot {
  const { count, isBinned, isLog, theme, width, height } = options;
  const font = `11px ${theme('font-family')}`;
  const axis = {
    stroke: theme('descriptionForeground'),
    grid: { stroke: `color-mix(in srgb, ${theme('descriptionForeground')} 18%, transparent)`, width: 1 },
    ticks: { show: false },
    font,
    gap: 6,
  };
  const lineStyles = Array.from({ length: count }, (_, index) => lineStyleAt(index));
  const edgeCount = isBinned ? 2 * count : 0;
  const plot = new uPlot(
    {
      width,
      height,
      legend: { show: false },
      padding: [8, 10, 0, 0],
      cursor: {
        y: false,
        drag: { x: false, y: false, setScale: false },
        sync: { key: syncKey, setSeries: false },
        points: { size: 7, width: 2 },
        // The edges of a band are not pointed at.
        dataIdx: (_, series, nearest) => (series <= edgeCount ? null : nearest) as number,
      },
      scales: {
        x: { time: false, range: (_, from, to) => [from, Math.max(to, from + 1)] },
        y: {
          distr: isLog ? 3 : 1,
          range: (_, from, to) => scaleRange(isLog, from, to),
        },
      },
      axes: [
        {
          ...axis,
          size: 24,
          space: minTickSpacing.x,
          values: (_, steps) => steps.map((step) => (Number.isInteger(step) ? showCount(step) : '')),
        },
        {
          ...axis,
          size: 52,
          splits: ({ bbox }, _, from, to) => {
            const maxTicks = Math.max(2, Math.floor(bbox.height / uPlot.pxRatio / minTickSpacing.y));
            return [...(isLog ? logTicks([from, to], maxTicks) : linearTicks([from, to], maxTicks))];
          },
          filter: (_, ticks) => ticks,
          values: (_, ticks) => ticks.map((tick) => showNumber(tick)),
        },
      ],
      series: [
        {},
        ...Array.from({ length: edgeCount }, () => ({ width: 0, spanGaps: true, points: { show: false } })),
        ...lineStyles.map(({ color, dash }) => ({
          stroke: theme(color),
          width: 1.75,
          dash: [...dash],
          spanGaps: true,
          points: { show: hasFewValues },
        })),
      ],
      bands: isBinned
        ? lineStyles.map(({ color }, index) => ({
            series: [2 * index + 1, 2 * index + 2],
            fill: `color-mix(in srgb, ${theme(color)} 28%, transparent)`,
          }))
        : [],
      hooks: {
        setCursor: [({ cursor: { idx }, data: [steps] }) => handlers.onHover(idx == null ? undefined : steps![idx])],
        draw: [(target) => drawMarker(target, handlers.markedStep(), theme('foreground'))],
      },
    },
    data,
    element,
  );
  listenForSelection(plot, handlers);
  return plot;
}

function scaleRange(isLog: boolean, from: number | null, to: number | null): uPlot.Range.MinMax {
  if (from === null || to === null) return [null, null];
  return [...(isLog ? logRange([from, to]) : linearRange([from, to]))] as uPlot.Range.MinMax;
}

/** A line of few values is seen by its points. */
function hasFewValues({ data }: uPlot, series: number): boolean {
  let count = 0;
  for (const value of data[series] ?? []) if (value !== null && value !== undefined && ++count > 12) return false;
  return true;
}

/** A thin line down the plot with a small triangle at its top. */
function drawMarker({ ctx, bbox, valToPos }: uPlot, step: number | undefined, color: string): void {
  if (step === undefined) return;
  const x = valToPos(step, 'x', true);
  const markerSize = 5 * uPlot.pxRatio;
  ctx.save();
  ctx.fillStyle = color;
  ctx.fillRect(x - uPlot.pxRatio / 2, bbox.top, uPlot.pxRatio, bbox.height);
  ctx.beginPath();
  ctx.moveTo(x - markerSize, bbox.top - markerSize);
  ctx.lineTo(x + markerSize, bbox.top - markerSize);
  ctx.lineTo(x, bbox.top + markerSize / 2);
  ctx.fill();
  ctx.restore();
}

function listenForSelection(plot: uPlot, { onSelect }: PlotHandlers): void {
  const selectAt = ({ clientX }: PointerEvent) => {
    const { left } = plot.over.getBoundingClientRect();
    onSelect(Math.round(plot.posToVal(clientX - left, 'x')));
  };
  plot.over.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    plot.over.setPointerCapture(event.pointerId);
    selectAt(event);
  });
  plot.over.addEventListener('pointermove', (event) => {
    if (plot.over.hasPointerCapture(event.pointerId)) selectAt(event);
  });
}
