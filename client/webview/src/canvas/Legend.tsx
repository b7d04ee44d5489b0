/** Legend of the colors of numbers, and of the wires' color and width. */

import * as l10n from '@vscode/l10n';
import { useCanvasState } from './canvasStore.ts';
import { ramp, rampPath, scaleLabels } from './wires/wireScale.ts';

interface Props {
  /** The objective's name. */
  readonly objectiveName: string;
}

export function Legend({ objectiveName }: Props) {
  const scale = useCanvasState(({ styles }) => styles.scale);
  if (!scale) return null;
  const [lowText, highText] = scaleLabels(scale);
  return (
    <div
      className="legend"
      title={l10n.t(
        'Values are green, gradients are red. The larger a gradient, the wider and redder the wire it flows through.',
      )}
    >
      <span className="value">{l10n.t('value')}</span>
      <span className="gradient">|∂{objectiveName}|</span>
      <span>{lowText}</span>
      {lowText !== highText && (
        <>
          <svg {...ramp} aria-hidden="true">
            <defs>
              <linearGradient id="legend-ramp">
                <stop offset="0" className="ramp-start" />
                <stop offset="1" className="ramp-end" />
              </linearGradient>
            </defs>
            <path d={rampPath()} fill="url(#legend-ramp)" />
          </svg>
          <span className="visually-hidden">{l10n.t('to')}</span>
          <span>{highText}</span>
        </>
      )}
    </div>
  );
}
