/** The panel's page in a plain Chromium under VS Code's content security policy, with a fake host. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { FromPage, PageMessage, ToPage } from '../../../protocol/panel/messages.ts';
import { dist } from '../../../scripts/paths.ts';
import { type ThemeKind, themes } from './themes.ts';

const origin = 'http://panel.test';

/** @returns a function that sends messages to the panel; those from the panel are passed to `receive`. */
export async function openPage(
  page: Page,
  theme: ThemeKind,
  receive: (message: FromPage) => void,
): Promise<(message: ToPage) => Promise<void>> {
  await page.exposeFunction('receiveFromPanel', receive);
  await page.addInitScript(mockVSCode);
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: htmlOf(theme) });
    const body = await readFile(join(dist, 'webview', pathname));
    return route.fulfill({ contentType: pathname.endsWith('.css') ? 'text/css' : 'text/javascript', body });
  });
  await page.goto(origin);
  return (message) => page.evaluate((sent) => window.postMessage(sent, '*'), message);
}

/** Runs in the page, before its own script. */
function mockVSCode(): void {
  const receive: unknown = Reflect.get(window, 'receiveFromPanel');
  const host = {
    postMessage: ({ message }: PageMessage) => typeof receive === 'function' && receive(message),
    getState: () => undefined,
    setState: () => undefined,
  };
  Object.assign(window, { acquireVsCodeApi: () => host });
}

function htmlOf(kind: ThemeKind): string {
  const { className, variables } = themes[kind];
  const rules = Object.entries(variables).map(([name, value]) => `--vscode-${name}: ${value};`);
  const policy = `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-theme'; img-src blob:;`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Graph</title>
<style nonce="theme">html { ${rules.join(' ')} }</style>
<link rel="stylesheet" href="/panel.css">
</head>
<body class="${className}">
<script src="/panel.js"></script>
</body>
</html>
`;
}
