/** The HTML of the panel's page: an empty body, one script, its texts, one style sheet, and a strict content security policy. */

import { env, l10n, Uri, type Webview } from 'vscode';

export function panelHtml(webview: Webview, folder: Uri): string {
  const nonce = createNonce();
  const resourceUri = (name: string) => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    // An exported picture is drawn from SVG text before it is saved.
    'img-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${l10n.bundle ? env.language : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${l10n.t('Graph')}</title>
<link rel="stylesheet" href="${resourceUri('panel.css')}">
</head>
<body>
<script type="application/json" id="translations">${translationsJson()}</script>
<script nonce="${nonce}" src="${resourceUri('panel.js')}"></script>
</body>
</html>
`;
}

/** Embeds data as JSON, which the policy allows; escapes what would end the element. */
function translationsJson(): string {
  return JSON.stringify(l10n.bundle ?? {}).replaceAll('<', '\\u003c');
}

/** A nonce that only this page's scripts know. */
function createNonce(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
