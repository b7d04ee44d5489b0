/** Mounts the panel into the page that the extension provides. */

import * as l10n from '@vscode/l10n';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { Bridge, type VsCodeApi } from './bridge.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';

l10n.config({ contents: document.getElementById('translations')?.textContent ?? '{}' });

/** VS Code allows one call per page. */
declare function acquireVsCodeApi(): VsCodeApi;

const bridge = new Bridge(acquireVsCodeApi());
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => bridge.receive(data));
window.addEventListener('error', ({ message }) => bridge.reportError(message));
window.addEventListener('unhandledrejection', ({ reason }) => bridge.reportError(String(reason)));

const container = document.body.appendChild(document.createElement('div'));
container.id = 'panel';
createRoot(container, { onCaughtError: (error) => bridge.reportError(`it can't be drawn: ${error}`) }).render(
  <ErrorBoundary bridge={bridge}>
    <App bridge={bridge} />
  </ErrorBoundary>,
);
