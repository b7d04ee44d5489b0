/** The commands that run in the client, and how a command of the server finds its file. */

import { commands, Disposable, type TextDocument, window } from 'vscode';
import type { BaseLanguageClient, ExecuteCommandMiddleware } from 'vscode-languageclient';
import {
  checkGradientsCommand,
  pickRootCommand,
  sgdStepCommand,
  stepBackCommand,
  switchDisplayCommand,
} from '../../server/src/protocol/commands.ts';
import { switchDisplay } from './display.ts';
import { pickRoot } from './pickRoot.ts';

/** The commands of the server that do something with one file. */
const fileCommands: ReadonlySet<string> = new Set([sgdStepCommand, checkGradientsCommand]);

export function registerCommands(client: BaseLanguageClient): Disposable {
  const clientCommands: Record<string, () => unknown> = {
    [stepBackCommand]: stepBack,
    [switchDisplayCommand]: switchDisplay,
    [pickRootCommand]: () => withActiveModel((document) => pickRoot(client, document)),
  };
  return Disposable.from(
    ...Object.entries(clientCommands).map(([id, command]) => commands.registerCommand(id, command)),
  );
}

/** A lens names its file; the palette and key bindings mean the active one. */
export const executeCommand: NonNullable<ExecuteCommandMiddleware['executeCommand']> = (command, args, next) => {
  if (!fileCommands.has(command) || args.length > 0) return next(command, args);
  return withActiveModel((document) => next(command, [document.uri.toString()]));
};

function stepBack(): unknown {
  return withActiveModel(() => commands.executeCommand('undo'));
}

function withActiveModel(act: (document: TextDocument) => unknown): unknown {
  const document = window.activeTextEditor?.document;
  if (document?.languageId === 'bp') return act(document);
  window.showWarningMessage('Open a .bp file first.');
  return undefined;
}
