/** Buttons that zoom in, zoom out and fit the graph. */

import * as l10n from '@vscode/l10n';

export type ViewportActions = Readonly<Record<'zoomIn' | 'zoomOut' | 'fit', () => void>>;

export function ViewportButtons({ actions }: { readonly actions: ViewportActions }) {
  return (
    <div className="canvas-buttons">
      <button type="button" title={l10n.t('Zoom in')} aria-label={l10n.t('Zoom in')} onClick={actions.zoomIn}>
        <Icon path="M8 3v10M3 8h10" />
      </button>
      <button type="button" title={l10n.t('Zoom out')} aria-label={l10n.t('Zoom out')} onClick={actions.zoomOut}>
        <Icon path="M3 8h10" />
      </button>
      <button type="button" title={l10n.t('Fit to view')} aria-label={l10n.t('Fit to view')} onClick={actions.fit}>
        <Icon path="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" />
      </button>
    </div>
  );
}

function Icon({ path }: { readonly path: string }) {
  return (
    <svg width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
      <path d={path} />
    </svg>
  );
}
