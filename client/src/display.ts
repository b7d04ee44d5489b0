/** Where the numbers are shown: the setting `backprop.display`, and the switch between its values. */

import { ConfigurationTarget, type Disposable, workspace } from 'vscode';
import { type Display, defaultSettings } from '../../server/src/protocol/settings.ts';

const other: Record<Display, Display> = { lens: 'lineEnd', lineEnd: 'lens' };

export function currentDisplay(): Display {
  return workspace.getConfiguration('backprop').get('display', defaultSettings.display);
}

export function onDidChangeDisplay(listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('backprop.display')) listener();
  });
}

/** Writes the setting in the workspace only where it is set there already, and hides the user's. */
export async function switchDisplay(): Promise<void> {
  const configuration = workspace.getConfiguration('backprop');
  const setInWorkspace = configuration.inspect('display')?.workspaceValue !== undefined;
  const target = setInWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await configuration.update('display', other[currentDisplay()], target);
}
