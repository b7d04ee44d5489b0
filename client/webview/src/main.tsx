/** Mounts the panel into the page that the extension makes for it. */

import * as l10n from '@vscode/l10n';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { Bridge, type Host } from './bridge.ts';
import { Failure } from './Failure.tsx';

l10n.config({ contents: document.getElementById('translations')?.textContent ?? '{}' });

/** Given to each webview by VS Code, once. */
declare function acquireVsCodeApi(): Host;

const bridge = new Bridge(acquireVsCodeApi());
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => bridge.receive(data));
window.addEventListener('error', ({ message }) => bridge.trouble(message));
window.addEventListener('unhandledrejection', ({ reason }) => bridge.trouble(String(reason)));

const panel = document.body.appendChild(document.createElement('div'));
panel.id = 'panel';
createRoot(panel, { onCaughtError: (error) => bridge.trouble(`it can't be drawn: ${error}`) }).render(
  <Failure>
    <App bridge={bridge} />
  </Failure>,
);
