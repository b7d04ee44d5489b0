/** The decision surface: what the model makes of each place in the plane of its two features, and the samples on it. */

import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Surface } from '../../../../../server/src/protocol/panel/training.ts';
import type { Size } from '../../layout/box.ts';
import { showNumber } from '../../numbers.ts';
import { extentOf } from '../curves/scales.ts';
import { shapeOf } from '../curves/shapes.ts';
import { EveryFrame } from '../everyFrame.ts';
import { useTheme } from '../useTheme.ts';
import { classesOf, type DrawnPlane, sideOfLabel } from './classes.ts';
import { type HeatScale, heatScaleOf } from './heat.ts';
import { paintSurface } from './paintSurface.ts';

interface Props {
  readonly plane: DrawnPlane;
  readonly surface: Surface | undefined;
}

export function SurfaceView({ plane, surface }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const size = useSize(canvas);
  const scale = useMemo(() => {
    const labels = plane.points.map(({ label }) => label);
    return heatScaleOf(plane.boundary, extentOf([...labels, ...(surface?.values ?? [])]));
  }, [plane, surface]);
  const painting = useMemo(() => new EveryFrame((paint: () => void) => paint()), []);
  useEffect(() => () => painting.stop(), [painting]);
  useEffect(() => {
    if (size) painting.ask(() => paintSurface(canvas.current!, size, plane, surface, scale, theme));
  }, [painting, size, plane, surface, scale, theme]);
  return (
    <figure className="surface">
      <figcaption>
        <span className="title">{l10n.t`${plane.output} over ${plane.x.name} and ${plane.y.name}`}</span>
      </figcaption>
      <div className="surface-place">
        <canvas ref={canvas} role="img" aria-label={inWords(plane, surface)} />
      </div>
      <Key plane={plane} scale={scale} />
    </figure>
  );
}

/** What the colours and the shapes say. */
function Key({ plane, scale }: { readonly plane: DrawnPlane; readonly scale: HeatScale }) {
  const classes = useMemo(() => classesOf(plane), [plane]);
  const { low, middle, high } = scale;
  return (
    <div className="surface-key">
      <span className="heat-key">
        {showNumber(low)} <span className="heat-ramp" /> {showNumber(high)}
        <span className="visually-hidden">{l10n.t`, ${showNumber(middle)} in the middle`}</span>
      </span>
      {classes?.map(({ label }, place) => {
        const side = sideOfLabel(label, classes, scale);
        const ground = 'var(--vscode-editor-background)';
        const tone = `var(--vscode-charts-${side < 0 ? 'yellow' : 'blue'})`;
        const fill = `color-mix(in srgb, ${tone} ${Math.round(100 * Math.abs(side))}%, ${ground})`;
        return (
          <span key={label}>
            <svg width="12" height="12" viewBox="-1.5 -1.5 3 3" aria-hidden="true">
              <path d={shapeOf(place)} style={{ fill }} stroke="currentColor" strokeWidth="0.25" />
            </svg>
            {plane.label} {showNumber(label)}
          </span>
        );
      })}
    </div>
  );
}

/** `p over x1 and x2, from 0.02 to 0.98; 2 samples of y 0, 2 of y 1`. */
function inWords(plane: DrawnPlane, surface: Surface | undefined): string {
  const extent = surface && extentOf(surface.values);
  const classes = classesOf(plane)?.map(
    ({ label, count }) => l10n.t`${count} samples of ${plane.label} ${showNumber(label)}`,
  );
  const samples = classes?.join(', ') ?? l10n.t`${plane.points.length} samples`;
  const { output, x, y } = plane;
  if (!extent) return l10n.t`${output} over ${x.name} and ${y.name}; ${samples}`;
  const [low, high] = [showNumber(extent[0]), showNumber(extent[1])];
  return l10n.t`${output} over ${x.name} and ${y.name}, from ${low} to ${high}; ${samples}`;
}

/** How large an element is; undefined before it is in the page. */
function useSize(element: { readonly current: HTMLElement | null }): Size | undefined {
  const [size, setSize] = useState<Size>();
  useEffect(() => {
    const observed = element.current;
    if (observed === null) return;
    const changes = new ResizeObserver(() => setSize({ width: observed.clientWidth, height: observed.clientHeight }));
    changes.observe(observed);
    return () => changes.disconnect();
  }, [element]);
  return size;
}
