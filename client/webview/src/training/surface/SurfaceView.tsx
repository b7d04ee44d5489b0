/** The decision surface: the model's output over its two features, with the samples. */

import * as l10n from '@vscode/l10n';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Surface } from '../../../../../protocol/panel/training.ts';
import type { Size } from '../../layout/box.ts';
import { formatNumber } from '../../numbers.ts';
import { useTheme } from '../../theme/useTheme.ts';
import { extentOf } from '../curves/scales.ts';
import { FrameThrottle } from '../frameThrottle.ts';
import { classesOf, classText, labelPosition, regionShares, type SurfacePlane } from './classes.ts';
import { createHeatScale, type HeatScale } from './heat.ts';
import { paintSurface } from './paintSurface.ts';
import { classColor, pointShape } from './pointShapes.ts';
import './surface.css';

interface Props {
  readonly surfacePlane: SurfacePlane;
  readonly surface: Surface | undefined;
  /** Chooses another view, instead of the title. */
  readonly menu: ReactNode;
}

export function SurfaceView({ surfacePlane, surface, menu }: Props) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const size = useElementSize(canvasRef);
  const scale = useMemo(() => {
    const labels = surfacePlane.points.map(({ label }) => label);
    return createHeatScale(surfacePlane.boundary, extentOf([...labels, ...(surface?.values ?? [])]));
  }, [surfacePlane, surface]);
  const throttledPaint = useMemo(() => new FrameThrottle((paint: () => void) => paint()), []);
  useEffect(() => () => throttledPaint.cancel(), [throttledPaint]);
  useEffect(() => {
    if (size)
      throttledPaint.schedule(() => paintSurface(canvasRef.current!, size, surfacePlane, surface, scale, theme));
  }, [throttledPaint, size, surfacePlane, surface, scale, theme]);
  return (
    <figure className="surface">
      <figcaption>{menu || <span className="title">{surfaceName(surfacePlane)}</span>}</figcaption>
      <div className="surface-area">
        <canvas ref={canvasRef} role="img" aria-label={surfaceDescription(surfacePlane, surface)} />
      </div>
      <SurfaceLegend surfacePlane={surfacePlane} scale={scale} />
    </figure>
  );
}

/** Legend of colors and shapes. */
function SurfaceLegend({ surfacePlane, scale }: { readonly surfacePlane: SurfacePlane; readonly scale: HeatScale }) {
  const classes = useMemo(() => classesOf(surfacePlane), [surfacePlane]);
  const { low, middle, high } = scale;
  return (
    <div className="surface-key">
      {surfacePlane.classes === null && (
        <span className="heat-key">
          {formatNumber(low)} <span className="heat-ramp" /> {formatNumber(high)}
          <span className="visually-hidden">{l10n.t`, ${formatNumber(middle)} in the middle`}</span>
        </span>
      )}
      {classes?.map(({ label }, classIndex) => {
        const position = labelPosition(label, classes, scale);
        const background = 'var(--vscode-editor-background)';
        const themeColor = `var(--vscode-charts-${position < 0 ? 'yellow' : 'blue'})`;
        const heat = `color-mix(in srgb, ${themeColor} ${Math.round(100 * Math.abs(position))}%, ${background})`;
        const fill = surfacePlane.classes === null ? heat : `var(--vscode-${classColor(label)})`;
        return (
          <span key={label}>
            <svg width="12" height="12" viewBox="-1.5 -1.5 3 3" aria-hidden="true">
              <path d={pointShape(classIndex)} style={{ fill }} stroke="currentColor" strokeWidth="0.25" />
            </svg>
            {classText(surfacePlane, label)}
          </span>
        );
      })}
    </div>
  );
}

/** The title in short. */
export function surfaceName(surfacePlane: SurfacePlane): string {
  return surfacePlane.classes === null ? surfaceTitle(surfacePlane) : l10n.t`Predicted ${surfacePlane.label}`;
}

function surfaceTitle({ output, label, x, y, classes }: SurfacePlane): string {
  return classes === null
    ? l10n.t`${output} as a function of ${x.name} and ${y.name}`
    : l10n.t`Predicted ${label} as a function of ${x.name} and ${y.name}`;
}

/** `p over x1 and x2, from 0.02 to 0.98; 2 samples of y 0, 2 of y 1`. */
function surfaceDescription(surfacePlane: SurfacePlane, surface: Surface | undefined): string {
  const extent = surface && extentOf(surface.values);
  const classes = classesOf(surfacePlane)?.map(
    ({ label, count }) => l10n.t`${count} samples with ${classText(surfacePlane, label)}`,
  );
  const samplesText = classes?.join(', ') ?? l10n.t`${surfacePlane.points.length} samples`;
  const { output, x, y, classes: names } = surfacePlane;
  if (!extent) return `${surfaceTitle(surfacePlane)}; ${samplesText}`;
  if (names !== null) {
    const shares = regionShares(names.length, surface.values).map(
      (share, label) => l10n.t`${classText(surfacePlane, label)} in ${share} % of the plane`,
    );
    return [surfaceTitle(surfacePlane), ...shares, samplesText].join('; ');
  }
  const [low, high] = [formatNumber(extent[0]), formatNumber(extent[1])];
  return l10n.t`${output} as a function of ${x.name} and ${y.name}, from ${low} to ${high}; ${samplesText}`;
}

/** Size of an element; undefined before it is mounted. */
function useElementSize(element: { readonly current: HTMLElement | null }): Size | undefined {
  const [size, setSize] = useState<Size>();
  useEffect(() => {
    const observedElement = element.current;
    if (observedElement === null) return;
    const resizeObserver = new ResizeObserver(() =>
      setSize({ width: observedElement.clientWidth, height: observedElement.clientHeight }),
    );
    resizeObserver.observe(observedElement);
    return () => resizeObserver.disconnect();
  }, [element]);
  return size;
}
