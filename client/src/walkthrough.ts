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
const walkthrough = 'backpropagation';

export function offerLesson({ extension, extensionUri }: ExtensionContext): Disposable {
  return Disposable.from(
    commands.registerCommand(getStartedCommand, () =>
      commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#${walkthrough}`),
    ),
    commands.registerCommand(openExampleCommand, (name: string, next?: string) => open(extensionUri, name, next)),
  );
}

/**
 * By the contexts `backprop.opened.<name>` and `backprop.ran.<command>` the page knows that a step is done: it hears of commands that VS Code
 * runs for a person, and of none that runs here.
 */
async function open(extensionUri: Uri, name: string, next: string | undefined): Promise<void> {
  const document = await workspace.openTextDocument(Uri.from({ scheme: 'untitled', path: `${name}.bp` }));
  const editor = await window.showTextDocument(document, ViewColumn.Beside);
  if (document.getText() === '') {
    const start = new Position(0, 0);
    const text = await textOf(extensionUri, name);
    await editor.edit((edit) => edit.insert(start, text), { undoStopBefore: false, undoStopAfter: false });
    editor.selection = new Selection(start, start);
  }
  await commands.executeCommand('setContext', `backprop.opened.${name}`, true);
  if (next === undefined) return;
  await commands.executeCommand(next);
  await commands.executeCommand('setContext', `backprop.ran.${next}`, true);
}

/** With its comments in the language of the editor, where they are. */
async function textOf(extensionUri: Uri, name: string): Promise<string> {
  const examples = Uri.joinPath(extensionUri, 'examples');
  const inLanguage = Uri.joinPath(examples, env.language.split('-')[0]!, `${name}.bp`);
  const bytes = await workspace.fs
    .readFile(inLanguage)
    .then(undefined, () => workspace.fs.readFile(Uri.joinPath(examples, `${name}.bp`)));
  return new TextDecoder().decode(bytes);
}
