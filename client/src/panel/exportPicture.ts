/** Export from the panel: a picture of the graph to a file, or its text to the clipboard. */

import { commands, env, l10n, Uri, window, workspace } from 'vscode';
import type { FromPage } from '../../../protocol/panel/messages.ts';
import { fromBase64 } from '../../../protocol/shared/base64.ts';
import { errorMessage } from '../../../protocol/shared/errorMessage.ts';
import { fileName } from '../files/fileName.ts';
import { replaceFile } from '../files/replaceFile.ts';

type SaveMessage = FromPage & { readonly kind: 'save' };
type CopyMessage = FromPage & { readonly kind: 'copy' };

/** File type names in the save dialog. */
const formatNames: Readonly<Record<SaveMessage['format'], string>> = { svg: 'SVG', png: 'PNG' };

/** In milliseconds. */
const messageDuration = 4000;

/** Saves one picture at a time, so that a page can't open many dialogs. */
export class PictureSaver {
  #isBusy = false;

  async save(model: Uri, message: SaveMessage): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await savePicture(model, message);
    } finally {
      this.#isBusy = false;
    }
  }
}

/** Asks for the file, and offers to open it afterwards. */
async function savePicture(model: Uri, { format, base64 }: SaveMessage): Promise<void> {
  const defaultUri = defaultFile(model, format);
  const file = await window.showSaveDialog({
    title: l10n.t('Save the Graph'),
    filters: { [formatNames[format]]: [format] },
    ...(defaultUri && { defaultUri }),
  });
  if (file === undefined) return;
  try {
    await replaceFile(file, fromBase64(base64));
    offerToOpen(file);
  } catch (error) {
    window.showErrorMessage(errorMessage(error));
  }
}

async function offerToOpen(file: Uri): Promise<void> {
  const message = l10n.t('Saved the graph as {0}.', fileName(file));
  const choice = await window.showInformationMessage(message, l10n.t('Open'));
  if (choice) await commands.executeCommand('vscode.open', file);
}

export async function copyText({ text, formatName }: CopyMessage): Promise<void> {
  try {
    await env.clipboard.writeText(text);
    window.setStatusBarMessage(l10n.t('Copied as {0}.', formatName), messageDuration);
  } catch (error) {
    window.showErrorMessage(l10n.t("Can't copy: {0}", errorMessage(error)));
  }
}

/** Next to the model, or for an unsaved one in the first workspace folder. */
function defaultFile(model: Uri, format: string): Uri | undefined {
  const name = `${fileName(model).replace(/\.bp$/, '')}.${format}`;
  if (model.scheme !== 'untitled') return Uri.joinPath(model, '..', name);
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder && Uri.joinPath(folder, name);
}
