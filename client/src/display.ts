/** The setting `backprop.display`, and the menu that switches it. */

import { ConfigurationTarget, type Disposable, l10n, type QuickPickItem, window, workspace } from 'vscode';
import { type Display, defaultSettings, displays } from '../../server/src/protocol/settings.ts';

interface DisplayText {
  readonly label: string;
  readonly detail: string;
}

/** Label and description of each display mode, from most to least visible. */
export const displayTexts: Readonly<Record<Display, DisplayText>> = {
  lens: { label: l10n.t('Lenses'), detail: l10n.t('The numbers stand in a lens over each statement.') },
  lineEnd: {
    label: l10n.t('Line Ends'),
    detail: l10n.t('The numbers stand in columns behind the lines, and nothing moves the code.'),
  },
  inlay: {
    label: l10n.t('Inlay Hints'),
    detail: l10n.t('The numbers stand right behind each statement, in short; the hover there has all.'),
  },
  hover: { label: l10n.t('Hovers'), detail: l10n.t('The numbers stand in hovers alone.') },
  off: {
    label: l10n.t('Off'),
    detail: l10n.t('No numbers in the editor: hovers say what a name is, and problems are told.'),
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
    placeHolder: l10n.t('Where the numbers are shown'),
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
