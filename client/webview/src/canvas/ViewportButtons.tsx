/** Buttons that zoom, fit the graph, and expand or collapse its groups. */

import * as l10n from '@vscode/l10n';
import type { LevelCommand } from './collapseLevels.ts';

type ViewportCommand = 'zoomIn' | 'zoomOut' | 'fit';

export type ViewportActions = Readonly<Record<ViewportCommand | LevelCommand, () => void>>;

interface Props {
  readonly actions: ViewportActions;
  /** True if there are groups. */
  readonly hasLevels: boolean;
}

export function ViewportButtons({ actions, hasLevels }: Props) {
  return (
    <div className="canvas-buttons">
      <Button label={l10n.t('Zoom in')} path="M8 3v10M3 8h10" onClick={actions.zoomIn} />
      <Button label={l10n.t('Zoom out')} path="M3 8h10" onClick={actions.zoomOut} />
      <Button label={l10n.t('Fit to view')} path="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" onClick={actions.fit} />
      {hasLevels && (
        <>
          <Button
            label={l10n.t('Expand a level')}
            shortcut="]"
            path="M5 6l3-3 3 3M5 10l3 3 3-3"
            onClick={actions.expandLevel}
          />
          <Button
            label={l10n.t('Collapse a level')}
            shortcut="["
            path="M5 3l3 3 3-3M5 13l3-3 3 3"
            onClick={actions.collapseLevel}
          />
          <Button
            label={l10n.t('Expand all')}
            shortcut="}"
            path="M5 5l3-3 3 3M5 11l3 3 3-3M3 8h10"
            onClick={actions.expandAll}
          />
          <Button
            label={l10n.t('Collapse all')}
            shortcut="{"
            path="M5 2l3 3 3-3M5 14l3-3 3 3M3 8h10"
            onClick={actions.collapseAll}
          />
        </>
      )}
    </div>
  );
}

interface ButtonProps {
  readonly label: string;
  readonly shortcut?: string;
  /** The `d` of the icon's path. */
  readonly path: string;
  readonly onClick: () => void;
}

function Button({ label, shortcut, path, onClick }: ButtonProps) {
  const title = shortcut === undefined ? label : `${label} (${shortcut})`;
  return (
    <button type="button" title={title} aria-label={label} onClick={onClick}>
      <svg width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
        <path d={path} />
      </svg>
    </button>
  );
}
