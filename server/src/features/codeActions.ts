/** Code actions: what can be done at a place of a file, each kind of them by a function of its own. */

import { type CodeAction, CodeActionKind, type CodeActionParams, type Command } from 'vscode-languageserver';
import type { Feature, FileView } from './feature.ts';
import { modelActions } from './modelActions.ts';

/** What can be done in a range of a file. */
type Actions = (file: FileView, asked: CodeActionParams) => readonly CodeAction[];

const all: readonly Actions[] = [modelActions];

export const codeActions: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.Source] } },
  register(connection, server) {
    connection.onCodeAction(async (asked): Promise<(CodeAction | Command)[]> => {
      const file = await server.settled(asked.textDocument.uri);
      if (file === undefined) return [];
      const { only } = asked.context;
      const actions = all.flatMap((actionsOf) => actionsOf(file, asked)).filter(({ kind }) => isOfKinds(kind!, only));
      const takesLiterals = server.client.textDocument?.codeAction?.codeActionLiteralSupport !== undefined;
      return takesLiterals ? actions : actions.flatMap(({ command }) => command ?? []);
    });
  },
};

/** A kind is asked for by its name or by that of a larger one: `source` for `source.train`. */
function isOfKinds(kind: CodeActionKind, only: readonly CodeActionKind[] | undefined): boolean {
  return only === undefined || only.some((wanted) => `${kind}.`.startsWith(wanted === '' ? '' : `${wanted}.`));
}
