/** First contact: the command that opens the lesson with its graph, the walkthrough, and copies of the examples. */

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
import {
  getStartedCommand,
  openExampleCommand,
  openWalkthroughCommand,
  showGraphCommand,
} from '../../protocol/editor/commands.ts';
import { exampleText } from './exampleText.ts';

/** The id of the walkthrough in package.json. */
const walkthroughId = 'backpropagation';

export function registerWalkthrough({ extension, extensionUri }: ExtensionContext): Disposable {
  return Disposable.from(
    commands.registerCommand(getStartedCommand, () =>
      openExample(extensionUri, 'lesson', showGraphCommand, ViewColumn.Active),
    ),
    commands.registerCommand(openWalkthroughCommand, () => openWalkthrough(`${extension.id}#${walkthroughId}`)),
    commands.registerCommand(openExampleCommand, (name: string, nextCommand?: string) =>
      openExample(extensionUri, name, nextCommand, ViewColumn.Beside),
    ),
  );
}

/** Without side bars, as VS Code hides the pictures of a page that is less than 950 pixels wide. */
async function openWalkthrough(id: string): Promise<void> {
  await commands.executeCommand('workbench.action.closeSidebar');
  await commands.executeCommand('workbench.action.closeAuxiliaryBar');
  await commands.executeCommand('workbench.action.openWalkthrough', id);
}

/**
 * Opens a copy of an example, and runs a command on it. The contexts `backprop.opened.<name>` and
 * `backprop.ran.<command>` mark steps of the page as completed, since it does not detect commands run by an extension.
 */
async function openExample(
  extensionUri: Uri,
  name: string,
  nextCommand: string | undefined,
  column: ViewColumn,
): Promise<void> {
  const document = await workspace.openTextDocument(Uri.from({ scheme: 'untitled', path: `${name}.bp` }));
  const editor = await window.showTextDocument(document, column);
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
