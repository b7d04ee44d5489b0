/** The lesson of the Get Started page: the command that opens the page, and the one that opens a copy of an example. */

import {
  commands,
  Disposable,
  type ExtensionContext,
  Position,
  Selection,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { getStartedCommand, openExampleCommand } from '../../protocol/editor/commands.ts';
import { exampleText } from './exampleText.ts';

/** The id of the walkthrough in package.json. */
const walkthroughId = 'backpropagation';

export function registerWalkthrough({ extension, extensionUri }: ExtensionContext): Disposable {
  return Disposable.from(
    commands.registerCommand(getStartedCommand, () =>
      commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#${walkthroughId}`),
    ),
    commands.registerCommand(openExampleCommand, (name: string, nextCommand?: string) =>
      openExample(extensionUri, name, nextCommand),
    ),
  );
}

/**
 * Opens a copy of an example, and runs a command on it. The contexts `backprop.opened.<name>` and
 * `backprop.ran.<command>` mark steps of the page as completed, since it does not detect commands run by an extension.
 */
async function openExample(extensionUri: Uri, name: string, nextCommand: string | undefined): Promise<void> {
  const document = await workspace.openTextDocument(Uri.from({ scheme: 'untitled', path: `${name}.bp` }));
  const editor = await window.showTextDocument(document, ViewColumn.Beside);
  if (document.getText() === '') {
    const start = new Position(0, 0);
    const text = await exampleText(extensionUri, name);
    await editor.edit((edit) => edit.insert(start, text), { undoStopBefore: false, undoStopAfter: false });
    editor.selection = new Selection(start, start);
  }
  await commands.executeCommand('setContext', `backprop.opened.${name}`, true);
  if (nextCommand === undefined) return;
  await commands.executeCommand(nextCommand);
  await commands.executeCommand('setContext', `backprop.ran.${nextCommand}`, true);
}
