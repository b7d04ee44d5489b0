/** Export from the panel: a picture of the graph to a file, or its text to the clipboard. */

import { commands, env, l10n, Uri, window, workspace } from 'vscode';
import { fromBase64 } from '../../../protocol/base64.ts';
import { errorMessage } from '../../../protocol/errorMessage.ts';
import type { FromPanel } from '../../../protocol/panel/messages.ts';
import { fileName } from './fileName.ts';

type SaveMessage = FromPanel & { readonly kind: 'save' };
type CopyMessage = FromPanel & { readonly kind: 'copy' };

/** File type names in the save dialog. */
const formatNames: Readonly<Record<SaveMessage['format'], string>> = { svg: 'SVG', png: 'PNG' };

/** In milliseconds. */
const messageDuration = 4000;

/** Asks for the file, and offers to open it afterwards. */
export async function savePicture(model: Uri, { format, base64 }: SaveMessage): Promise<void> {
  const defaultUri = defaultFile(model, format);
  const file = await window.showSaveDialog({
    title: l10n.t('Save the Graph'),
    filters: { [formatNames[format]]: [format] },
    ...(defaultUri && { defaultUri }),
  });
  if (file === undefined) return;
  const name = fileName(file);
  try {
    await workspace.fs.writeFile(file, fromBase64(base64));
  } catch (error) {
    window.showErrorMessage(l10n.t("{0} can't be written: {1}", name, errorMessage(error)));
    return;
  }
  const choice = await window.showInformationMessage(l10n.t('Saved the graph as {0}.', name), l10n.t('Open'));
  if (choice) await commands.executeCommand('vscode.open', file);
}

export async function copyText({ text, formatName }: CopyMessage): Promise<void> {
  try {
    await env.clipboard.writeText(text);
    window.setStatusBarMessage(l10n.t('Copied the graph as {0}.', formatName), messageDuration);
  } catch (error) {
    window.showErrorMessage(l10n.t("Can't copy the graph: {0}", errorMessage(error)));
  }
}

/** Next to the model, or for an unsaved one in the first workspace folder. */
function defaultFile(model: Uri, format: string): Uri | undefined {
  const name = `${fileName(model).replace(/\.bp$/, '')}.${format}`;
  if (model.scheme !== 'untitled') return Uri.joinPath(model, '..', name);
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder && Uri.joinPath(folder, name);
}
