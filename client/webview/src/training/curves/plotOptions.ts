/** uPlot options for lines over training steps: appearance, cursor and markers. */

import uPlot from 'uplot';
import { formatCount, formatNumber } from '../../numbers.ts';
import type { ThemeColors } from '../../theme/useTheme.ts';
import type { BinnedLines } from './bins.ts';
import { lineStyleAt } from './lineStyles.ts';
import { linearRange, linearTicks, logRange, logTicks } from './scales.ts';

export interface PlotOptions {
  /** Number of lines, and whether each has a band. */
  readonly count: number;
  readonly isBinned: boolean;
  readonly isLog: boolean;
  readonly theme: ThemeColors;
  readonly width: number;
  readonly height: number;
}

/** The steps, the edges of each band, then the lines. */
export function plotData({ steps, lines, isBinned }: BinnedLines): uPlot.AlignedData {
  const edgeSeries = isBinned ? lines.flatMap(({ high, low }) => [high, low]) : [];
  const means = lines.map(({ mean }) => mean);
  return [steps as number[], ...([...edgeSeries, ...means] as (number | null)[][])];
}

export interface PlotHandlers {
  /** The step nearest to the pointer; undefined when it leaves. */
  readonly onHover: (step: number | undefined) => void;
  /** Called on a click or a drag at a step. */
  readonly onSelect: (step: number) => void;
  /** The marked step. */
  readonly markedStep: () => number | undefined;
}

/** Plots with the same key share their cursor. */
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
        // Band edges do not react to the pointer.
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
          values: (_, steps) => steps.map((step) => (Number.isInteger(step) ? formatCount(step) : '')),
        },
        {
          ...axis,
          size: 52,
          splits: ({ bbox }, _, from, to) => {
            const maxTicks = Math.max(2, Math.floor(bbox.height / uPlot.pxRatio / minTickSpacing.y));
            return [...(isLog ? logTicks([from, to], maxTicks) : linearTicks([from, to], maxTicks))];
          },
          filter: (_, ticks) => ticks,
          values: (_, ticks) => ticks.map((tick) => formatNumber(tick)),
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

/** A line with few values shows its points. */
function hasFewValues({ data }: uPlot, series: number): boolean {
  let count = 0;
  for (const value of data[series] ?? []) if (value !== null && value !== undefined && ++count > 12) return false;
  return true;
}

/** A thin vertical line with a small triangle on top. */
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
