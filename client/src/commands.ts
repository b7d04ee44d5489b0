/** Commands that run in the client, and the file that each server command acts on. */

import { commands, Disposable, l10n, Position, type TextDocument, Uri, window } from 'vscode';
import type { BaseLanguageClient, ExecuteCommandMiddleware } from 'vscode-languageclient';
import {
  checkGradientsCommand,
  discardLearnedCommand,
  drawAgainCommand,
  pickRootCommand,
  renameAtCommand,
  saveLearnedCommand,
  showLensHoverCommand,
  stepBackCommand,
  switchDisplayCommand,
  toggleModeCommand,
  trainCommand,
  trainingStepCommand,
} from '../../protocol/editor/commands.ts';
import { type StepBackParams, stepBackMethod } from '../../protocol/editor/stepBack.ts';
import { switchDisplay } from './annotations/display.ts';
import { showLensHover } from './annotations/lensHover.ts';
import { pickRoot } from './pickRoot.ts';

/** Server commands that take the URI of one file. */
const fileCommands: ReadonlySet<string> = new Set([
  trainingStepCommand,
  trainCommand,
  saveLearnedCommand,
  discardLearnedCommand,
  checkGradientsCommand,
  toggleModeCommand,
  drawAgainCommand,
]);

export function registerCommands(client: BaseLanguageClient): Disposable {
  const clientCommands: Record<string, (...args: never[]) => unknown> = {
    [stepBackCommand]: () => withActiveModel((document) => stepBack(client, document)),
    [renameAtCommand]: startRename,
    [showLensHoverCommand]: showLensHover,
    [switchDisplayCommand]: switchDisplay,
    [pickRootCommand]: () => withActiveModel((document) => pickRoot(client, document)),
  };
  return Disposable.from(
    ...Object.entries(clientCommands).map(([id, command]) => commands.registerCommand(id, command)),
  );
}

/** A lens passes its file; the palette and key bindings mean the active one. */
export const executeCommand: NonNullable<ExecuteCommandMiddleware['executeCommand']> = (command, args, next) => {
  if (!fileCommands.has(command) || args.length > 0) return next(command, args);
  return withActiveModel((document) => next(command, [document.uri.toString()]));
};

/** The server undoes steps that changed only params outside the text; the editor's undo handles the rest. */
async function stepBack(client: BaseLanguageClient, { uri }: TextDocument): Promise<void> {
  const params: StepBackParams = { uri: uri.toString() };
  const wasUndone = await client.sendRequest<boolean>(stepBackMethod, params);
  if (!wasUndone) await commands.executeCommand('undo');
}

/** Opens the editor's rename box. */
function startRename(uri: string, { line, character }: Position): Thenable<unknown> {
  return commands.executeCommand('editor.action.rename', [Uri.parse(uri), new Position(line, character)]);
}

/** Runs an action on the model in the active editor. */
export function withActiveModel(action: (document: TextDocument) => unknown): unknown {
  const document = window.activeTextEditor?.document;
  if (document?.languageId === 'bp') return action(document);
  window.showWarningMessage(l10n.t('Open a .bp file first.'));
  return undefined;
}
