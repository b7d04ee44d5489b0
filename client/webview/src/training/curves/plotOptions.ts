/** A plot of lines over the steps of training, by uPlot: what it looks like, what it says when it is pointed at. */

import uPlot from 'uplot';
import { showCount, showNumber } from '../../numbers.ts';
import type { Drawn } from '../surface/bins.ts';
import type { Theme } from '../useTheme.ts';
import { lineStyleOf } from './lineStyles.ts';
import { linearRange, linearTicks, logRange, logTicks } from './scales.ts';

export interface PlotLook {
  /** How many lines there are, and whether each lies in a band. */
  readonly count: number;
  readonly isBinned: boolean;
  readonly isLog: boolean;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
}

/** The steps, the upper and the lower edge of each band, then the lines over them. */
export function plotData({ steps, lines, isBinned }: Drawn): uPlot.AlignedData {
  const edges = isBinned ? lines.flatMap(({ high, low }) => [high, low]) : [];
  const means = lines.map(({ mean }) => mean);
  return [steps as number[], ...([...edges, ...means] as (number | null)[][])];
}

export interface PlotHandlers {
  /** The step that the pointer is nearest to; undefined when it has left. */
  readonly onPoint: (step: number | undefined) => void;
  /** A click or a drag, at a step. */
  readonly onPick: (step: number) => void;
  /** The step that is marked. */
  readonly marked: () => number | undefined;
}

/** The plots that are read together share what is pointed at. */
const together = 'training';
/** In pixels. */
const tickSpace = { x: 64, y: 26 };

export function plotInto(element: HTMLElement, look: PlotLook, data: uPlot.AlignedData, handlers: PlotHandlers): uPlot {
  const { count, isBinned, isLog, theme, width, height } = look;
  const font = `11px ${theme('font-family')}`;
  const axis = {
    stroke: theme('descriptionForeground'),
    grid: { stroke: `color-mix(in srgb, ${theme('descriptionForeground')} 18%, transparent)`, width: 1 },
    ticks: { show: false },
    font,
    gap: 6,
  };
  const styles = Array.from({ length: count }, (_, place) => lineStyleOf(place));
  const edges = isBinned ? 2 * count : 0;
  const plot = new uPlot(
    {
      width,
      height,
      legend: { show: false },
      padding: [8, 10, 0, 0],
      cursor: {
        y: false,
        drag: { x: false, y: false, setScale: false },
        sync: { key: together, setSeries: false },
        points: { size: 7, width: 2 },
        // The edges of a band are not pointed at.
        dataIdx: (_, series, closest) => (series <= edges ? null : closest) as number,
      },
      scales: {
        x: { time: false, range: (_, from, to) => [from, Math.max(to, from + 1)] },
        y: {
          distr: isLog ? 3 : 1,
          range: (_, from, to) => rangeOf(isLog, from, to),
        },
      },
      axes: [
        {
          ...axis,
          size: 24,
          space: tickSpace.x,
          values: (_, steps) => steps.map((step) => (Number.isInteger(step) ? showCount(step) : '')),
        },
        {
          ...axis,
          size: 52,
          splits: ({ bbox }, _, from, to) => {
            const most = Math.max(2, Math.floor(bbox.height / uPlot.pxRatio / tickSpace.y));
            return [...(isLog ? logTicks([from, to], most) : linearTicks([from, to], most))];
          },
          filter: (_, ticks) => ticks,
          values: (_, ticks) => ticks.map((tick) => showNumber(tick)),
        },
      ],
      series: [
        {},
        ...Array.from({ length: edges }, () => ({ width: 0, spanGaps: true, points: { show: false } })),
        ...styles.map(({ colour, dash }) => ({
          stroke: theme(colour),
          width: 1.75,
          dash: [...dash],
          spanGaps: true,
          points: { show: isSparse },
        })),
      ],
      bands: isBinned
        ? styles.map(({ colour }, place) => ({
            series: [2 * place + 1, 2 * place + 2],
            fill: `color-mix(in srgb, ${theme(colour)} 28%, transparent)`,
          }))
        : [],
      hooks: {
        setCursor: [({ cursor: { idx }, data: [steps] }) => handlers.onPoint(idx == null ? undefined : steps![idx])],
        draw: [(drawn) => mark(drawn, handlers.marked(), theme('foreground'))],
      },
    },
    data,
    element,
  );
  listenForPicks(plot, handlers);
  return plot;
}

function rangeOf(isLog: boolean, from: number | null, to: number | null): uPlot.Range.MinMax {
  if (from === null || to === null) return [null, null];
  return [...(isLog ? logRange([from, to]) : linearRange([from, to]))] as uPlot.Range.MinMax;
}

/** A line of few values is seen by its points. */
function isSparse({ data }: uPlot, series: number): boolean {
  let count = 0;
  for (const value of data[series] ?? []) if (value !== null && value !== undefined && ++count > 12) return false;
  return true;
}

/** A thin line down the plot with a small triangle at its top. */
function mark({ ctx, bbox, valToPos }: uPlot, step: number | undefined, colour: string): void {
  if (step === undefined) return;
  const x = valToPos(step, 'x', true);
  const size = 5 * uPlot.pxRatio;
  ctx.save();
  ctx.fillStyle = colour;
  ctx.fillRect(x - uPlot.pxRatio / 2, bbox.top, uPlot.pxRatio, bbox.height);
  ctx.beginPath();
  ctx.moveTo(x - size, bbox.top - size);
  ctx.lineTo(x + size, bbox.top - size);
  ctx.lineTo(x, bbox.top + size / 2);
  ctx.fill();
  ctx.restore();
}

function listenForPicks(plot: uPlot, { onPick }: PlotHandlers): void {
  const pick = ({ clientX }: PointerEvent) => {
    const { left } = plot.over.getBoundingClientRect();
    onPick(Math.round(plot.posToVal(clientX - left, 'x')));
  };
  plot.over.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    plot.over.setPointerCapture(event.pointerId);
    pick(event);
  });
  plot.over.addEventListener('pointermove', (event) => {
    if (plot.over.hasPointerCapture(event.pointerId)) pick(event);
  });
}
