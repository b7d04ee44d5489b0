/** Legend of the labels, each of which can be hidden, and of the wires' color and width. */

import * as l10n from '@vscode/l10n';
import { useMemo } from 'react';
import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { HideableLabel } from '../../../../protocol/panel/messages.ts';
import type { Direction } from '../layout/arrangement.ts';
import { useCanvasState } from './canvasStore.ts';
import { legendLabels } from './legendLabels.ts';
import { ramp, rampPath, scaleLabels, wireScaleTitle } from './wires/wireScale.ts';

interface Props {
  readonly structure: GraphStructure;
  readonly direction: Direction;
  readonly hiddenLabels: readonly HideableLabel[];
  readonly onToggleLabel: (label: HideableLabel) => void;
}

export function Legend({ structure, direction, hiddenLabels, onToggleLabel }: Props) {
  const labels = useMemo(() => legendLabels(structure, direction), [structure, direction]);
  return (
    <div className="legend">
      {labels.map(({ label, name, arrow, hideTitle, showTitle }) => {
        const isShown = !hiddenLabels.includes(label);
        return (
          <button
            type="button"
            key={label}
            className={`legend-label ${label}`}
            aria-pressed={isShown}
            title={isShown ? hideTitle : showTitle}
            onClick={() => onToggleLabel(label)}
          >
            {arrow !== '' && <span aria-hidden="true">{arrow} </span>}
            {name}
          </button>
        );
      })}
      {structure.objectiveName !== null && <WireScale objectiveName={structure.objectiveName} />}
    </div>
  );
}

function WireScale({ objectiveName }: { readonly objectiveName: string }) {
  const scale = useCanvasState(({ styles }) => styles.scale);
  if (!scale) return null;
  const [lowText, highText] = scaleLabels(scale);
  return (
    <div
      className="wire-scale"
      title={l10n.t(
        'The larger the gradient that flows through a wire, the wider and redder the wire, on a logarithmic scale.',
      )}
    >
      <span>{wireScaleTitle(objectiveName)}</span>
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
          <span>{l10n.t('log')}</span>
        </>
      )}
    </div>
  );
}
