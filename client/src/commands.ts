/** The commands that run in the client, and how a command of the server finds its file. */

import { commands, Disposable, type TextDocument, window } from 'vscode';
import type { ExecuteCommandMiddleware } from 'vscode-languageclient';
import { sgdStepCommand, stepBackCommand, switchDisplayCommand } from '../../server/src/protocol/commands.ts';
import { switchDisplay } from './display.ts';

const clientCommands: Record<string, () => unknown> = {
  [stepBackCommand]: stepBack,
  [switchDisplayCommand]: switchDisplay,
};

export function registerCommands(): Disposable {
  return Disposable.from(
    ...Object.entries(clientCommands).map(([id, command]) => commands.registerCommand(id, command)),
  );
}

/** A lens names its file; the palette and key bindings mean the active one. */
export const executeCommand: NonNullable<ExecuteCommandMiddleware['executeCommand']> = (command, args, next) => {
  if (command !== sgdStepCommand || args.length > 0) return next(command, args);
  return withActiveModel((document) => next(command, [document.uri.toString()]));
};

function stepBack(): unknown {
  return withActiveModel(() => commands.executeCommand('undo'));
}

/** Acts on the model in the active editor. */
export function withActiveModel(act: (document: TextDocument) => unknown): unknown {
  const document = window.activeTextEditor?.document;
  if (document?.languageId === 'bp') return act(document);
  window.showWarningMessage('Open a .bp file first.');
  return undefined;
}
