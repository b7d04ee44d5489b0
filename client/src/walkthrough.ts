/** The lesson of the Get Started page: the page itself, and the models that its steps open, each a copy to be changed at will. */

import {
  commands,
  Disposable,
  type ExtensionContext,
  env,
  Position,
  Selection,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { getStartedCommand, openExampleCommand } from '../../server/src/protocol/commands.ts';

/** As package.json names it. */
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
 * By the contexts `backprop.opened.<name>` and `backprop.ran.<command>` the page knows that a step is done: it hears of commands that VS Code
 * runs for a person, and of none that runs here.
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

/** With its comments in the language of the editor, where they are. */
async function exampleText(extensionUri: Uri, name: string): Promise<string> {
  const examples = Uri.joinPath(extensionUri, 'examples');
  const translatedFile = Uri.joinPath(examples, env.language.split('-')[0]!, `${name}.bp`);
  const bytes = await workspace.fs
    .readFile(translatedFile)
    .then(undefined, () => workspace.fs.readFile(Uri.joinPath(examples, `${name}.bp`)));
  return new TextDecoder().decode(bytes);
}
