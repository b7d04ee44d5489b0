/** A plot in the page: as large as its place, painted anew at most once a frame. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { EveryFrame } from './everyFrame.ts';
import { type PlotHandlers, type PlotLine, plotInto } from './plot.ts';
import { useTheme } from './useTheme.ts';
import 'uplot/dist/uPlot.min.css';

interface Props extends Omit<PlotHandlers, 'marked'> {
  /** In ascending order. */
  readonly steps: readonly number[];
  readonly lines: readonly PlotLine[];
  readonly marked: number | undefined;
  /** The plot in words. */
  readonly label: string;
}

export function Plot({ steps, lines, marked, label, onPoint, onPick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const [plot, setPlot] = useState<uPlot>();
  const names = lines.map(({ name }) => name).join('\n');
  const isLog = useMemo(() => lines.every(({ values }) => values.every(isNotNegative)), [lines]);
  const data = useMemo(() => dataOf(steps, lines), [steps, lines]);
  const latest = useRef({ onPoint, onPick, marked, data });
  latest.current = { onPoint, onPick, marked, data };

  useLayoutEffect(() => {
    const element = place.current!;
    const look = { names: names.split('\n'), isLog, theme, ...sizeOf(element) };
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
  }, [names, isLog, theme]);

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

function dataOf(steps: readonly number[], lines: readonly PlotLine[]): uPlot.AlignedData {
  return [steps as number[], ...lines.map(({ values }) => values as (number | null)[])];
}

/** uPlot can't do with less. */
function sizeOf({ clientWidth, clientHeight }: HTMLElement): { readonly width: number; readonly height: number } {
  return { width: Math.max(clientWidth, 80), height: Math.max(clientHeight, 60) };
}
