/** The setting `backprop.display`, and the menu that switches it. */

import { ConfigurationTarget, type Disposable, l10n, type QuickPickItem, window, workspace } from 'vscode';
import { type Display, defaultSettings, displays } from '../../../protocol/editor/settings.ts';

interface DisplayText {
  readonly label: string;
  readonly detail: string;
}

/** Label and description of each display mode, from most to least visible. */
export const displayTexts: Readonly<Record<Display, DisplayText>> = {
  lens: { label: l10n.t('Lenses'), detail: l10n.t('Numbers are shown in a lens above each statement.') },
  lineEnd: {
    label: l10n.t('Line Ends'),
    detail: l10n.t('Numbers are shown in columns after the lines, without moving the code.'),
  },
  inlay: {
    label: l10n.t('Inlay Hints'),
    detail: l10n.t('Numbers are shown in short form after each statement; their hover shows all of them.'),
  },
  hover: { label: l10n.t('Hovers'), detail: l10n.t('Numbers are shown only in hovers.') },
  off: {
    label: l10n.t('Off'),
    detail: l10n.t('No numbers in the editor. Hovers still describe names, and problems are still reported.'),
  },
};

export function currentDisplay(): Display {
  const display = workspace.getConfiguration('backprop').get<Display>('display', defaultSettings.display);
  return displays.includes(display) ? display : defaultSettings.display;
}

export function onDidChangeDisplay(listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('backprop.display')) listener();
  });
}

interface DisplayItem extends QuickPickItem {
  readonly display: Display;
}

/** Lets the user pick a mode. Nothing is previewed: lenses would move the code under the open menu. */
export async function switchDisplay(): Promise<void> {
  const item = await window.showQuickPick(displayItems(currentDisplay()), {
    title: l10n.t('Switch Display'),
    placeHolder: l10n.t('Choose where the numbers are shown'),
  });
  if (item) await setDisplay(item.display);
}

export function displayItems(current: Display): DisplayItem[] {
  return displays.map((display) => {
    const { label, detail } = displayTexts[display];
    return {
      label: `${display === current ? '$(check)' : '$(blank)'} ${label}`,
      detail: `$(blank) ${detail}`,
      display,
    };
  });
}

/** Writes the workspace setting only if it already exists there, else the user setting. */
async function setDisplay(display: Display): Promise<void> {
  const configuration = workspace.getConfiguration('backprop');
  const isSetInWorkspace = configuration.inspect('display')?.workspaceValue !== undefined;
  const target = isSetInWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await configuration.update('display', display, target);
}
