/** A plot that fills its container, repainted at most once a frame. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { useTheme } from '../../theme/useTheme.ts';
import { FrameThrottle } from '../frameThrottle.ts';
import { binLines, type CurveLine } from './bins.ts';
import { clampLines, divergenceText, magnitudeLimit } from './divergence.ts';
import { createPlot, type PlotHandlers, plotData } from './plotOptions.ts';
import 'uplot/dist/uPlot.min.css';

interface Props extends Omit<PlotHandlers, 'markedStep'> {
  readonly lines: readonly CurveLine[];
  /** True for an axis that is never logarithmic. */
  readonly isLinear: boolean;
  readonly markedStep: number | undefined;
  /** The plot in words. */
  readonly description: string;
}

/** About three pixels each at the usual width. */
const maxBins = 200;

export function Plot({ lines, isLinear, markedStep, description, onHover, onSelect }: Props) {
  const containerRef = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const [plot, setPlot] = useState<uPlot>();
  const binned = useMemo(() => binLines(lines, maxBins), [lines]);
  const isLog = useMemo(
    () => !isLinear && binned.lines.every(({ low }) => low.every(isNotNegative)),
    [binned, isLinear],
  );
  const limit = useMemo(() => magnitudeLimit(lines, isLog), [lines, isLog]);
  const data = useMemo(() => plotData(clampLines(binned, limit)), [binned, limit]);
  const divergence = useMemo(() => divergenceText(lines, limit), [lines, limit]);
  const { isBinned } = binned;
  const count = lines.length;
  const latestProps = useRef({ onHover, onSelect, markedStep, data });
  latestProps.current = { onHover, onSelect, markedStep, data };

  useLayoutEffect(() => {
    const element = containerRef.current!;
    const options = { count, isBinned, isLog, theme, ...sizeOf(element) };
    const newPlot = createPlot(element, options, latestProps.current.data, {
      onHover: (step) => latestProps.current.onHover(step),
      onSelect: (step) => latestProps.current.onSelect(step),
      markedStep: () => latestProps.current.markedStep,
    });
    const resizeObserver = new ResizeObserver(() => newPlot.setSize(sizeOf(element)));
    resizeObserver.observe(element);
    setPlot(newPlot);
    return () => {
      resizeObserver.disconnect();
      newPlot.destroy();
    };
  }, [count, isBinned, isLog, theme]);

  const throttledPaint = useMemo(
    () => plot && new FrameThrottle((request: PaintRequest) => paint(plot, request)),
    [plot],
  );
  useEffect(() => () => throttledPaint?.cancel(), [throttledPaint]);
  useEffect(() => throttledPaint?.schedule({ data, markedStep }), [throttledPaint, data, markedStep]);

  return (
    <div
      ref={containerRef}
      className="plot"
      role="img"
      aria-label={divergence === undefined ? description : `${description}. ${divergence}`}
    >
      {divergence !== undefined && <p className="divergence">{divergence}</p>}
    </div>
  );
}

interface PaintRequest {
  readonly data: uPlot.AlignedData;
  readonly markedStep: number | undefined;
}

/** If only the marker has moved, the data is kept. */
function paint(plot: uPlot, { data }: PaintRequest): void {
  if (plot.data === data) plot.redraw(false, false);
  else plot.setData(data);
}

function isNotNegative(value: number | null): boolean {
  return value === null || value >= 0;
}

/** At least the minimum size that uPlot accepts. */
function sizeOf({ clientWidth, clientHeight }: HTMLElement): { readonly width: number; readonly height: number } {
  return { width: Math.max(clientWidth, 80), height: Math.max(clientHeight, 60) };
}
