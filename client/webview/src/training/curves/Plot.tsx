/** A plot in the page: as large as its place, painted anew at most once a frame. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { EveryFrame } from '../everyFrame.ts';
import { drawnOf, type Line } from '../surface/bins.ts';
import { useTheme } from '../useTheme.ts';
import { type PlotHandlers, plotData, plotInto } from './plotOptions.ts';
import 'uplot/dist/uPlot.min.css';

interface Props extends Omit<PlotHandlers, 'marked'> {
  readonly lines: readonly Line[];
  readonly marked: number | undefined;
  /** The plot in words. */
  readonly label: string;
}

/** About three pixels each in a plot of the usual width. */
const mostBins = 200;

export function Plot({ lines, marked, label, onPoint, onPick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const [plot, setPlot] = useState<uPlot>();
  const drawn = useMemo(() => drawnOf(lines, mostBins), [lines]);
  const data = useMemo(() => plotData(drawn), [drawn]);
  const isLog = useMemo(() => drawn.lines.every(({ low }) => low.every(isNotNegative)), [drawn]);
  const { isBinned } = drawn;
  const count = lines.length;
  const latest = useRef({ onPoint, onPick, marked, data });
  latest.current = { onPoint, onPick, marked, data };

  useLayoutEffect(() => {
    const element = place.current!;
    const look = { count, isBinned, isLog, theme, ...sizeOf(element) };
    const made = plotInto(element, look, latest.current.data, {
      onPoint: (step) => latest.current.onPoint(step),
      onPick: (step) => latest.current.onPick(step),
      marked: () => latest.current.marked,
    });
    const sizes = new ResizeObserver(() => made.setSize(sizeOf(element)));
    sizes.observe(element);
    setPlot(made);
    return () => {
      sizes.disconnect();
      made.destroy();
    };
  }, [count, isBinned, isLog, theme]);

  const painting = useMemo(() => plot && new EveryFrame((painted: Painted) => paint(plot, painted)), [plot]);
  useEffect(() => () => painting?.stop(), [painting]);
  useEffect(() => painting?.ask({ data, marked }), [painting, data, marked]);

  return <div ref={place} className="plot" role="img" aria-label={label} />;
}

interface Painted {
  readonly data: uPlot.AlignedData;
  readonly marked: number | undefined;
}

/** Where the mark alone has moved, the lines stay as they are. */
function paint(plot: uPlot, { data }: Painted): void {
  if (plot.data === data) plot.redraw(false, false);
  else plot.setData(data);
}

function isNotNegative(value: number | null): boolean {
  return value === null || value >= 0;
}

/** uPlot can't do with less. */
function sizeOf({ clientWidth, clientHeight }: HTMLElement): { readonly width: number; readonly height: number } {
  return { width: Math.max(clientWidth, 80), height: Math.max(clientHeight, 60) };
}
