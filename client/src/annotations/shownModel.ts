/** The model that the status bar speaks of: that of the active editor, or while a webview is focused, the one that was active last. */

import { type TextDocument, window } from 'vscode';

let lastModel: TextDocument | undefined;

export function shownModel(): TextDocument | undefined {
  const { activeTextEditor, visibleTextEditors } = window;
  if (activeTextEditor) {
    const { document } = activeTextEditor;
    lastModel = document.languageId === 'bp' ? document : undefined;
    return lastModel;
  }
  return visibleTextEditors.some(({ document }) => document === lastModel) ? lastModel : undefined;
}
