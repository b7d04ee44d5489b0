/** Code actions: what can be done at a place of a file, each kind of them by a function of its own. */

import { type CodeAction, CodeActionKind, type CodeActionParams, type Command } from 'vscode-languageserver';
import type { Feature, FileView, Server } from '../feature.ts';
import { fixActions, fixAllAction, fixAllKind } from './fixActions.ts';
import { modelActions } from './modelActions.ts';
import { refactoringActions } from './refactoringActions.ts';

/** What can be done in a range of a file. */
export interface Actions {
  readonly kind: CodeActionKind;
  /** Whether it is offered only where it is asked for by its kind. */
  readonly isAskedFor?: boolean;
  of(
    file: FileView,
    asked: CodeActionParams,
    server: AskedServer,
  ): readonly CodeAction[] | Promise<readonly CodeAction[]>;
}

export type AskedServer = Pick<Server, 'client' | 'options' | 'problemPages' | 'model' | 'models'>;

const all: readonly Actions[] = [fixActions, refactoringActions, modelActions, fixAllAction];

export const codeActions: Feature = {
  capabilities: {
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, CodeActionKind.Source, fixAllKind],
    },
  },
  register(connection, server) {
    connection.onCodeAction(async (asked): Promise<(CodeAction | Command)[]> => {
      const file = await server.settled(asked.textDocument.uri);
      if (file === undefined) return [];
      const actions = await actionsIn(file, asked, server);
      const takesLiterals = server.client.textDocument?.codeAction?.codeActionLiteralSupport !== undefined;
      return takesLiterals ? actions : actions.flatMap(({ command }) => command ?? []);
    });
  },
};

async function actionsIn(file: FileView, asked: CodeActionParams, server: AskedServer): Promise<CodeAction[]> {
  const { only } = asked.context;
  const wanted = all.filter(({ kind, isAskedFor }) =>
    only === undefined ? !isAskedFor : only.some((asked) => isOfKind(kind, asked) || isOfKind(asked, kind)),
  );
  const actions = await Promise.all(wanted.map((each) => each.of(file, asked, server)));
  return actions.flat().filter(({ kind }) => only?.some((asked) => isOfKind(kind!, asked)) ?? true);
}

/** A kind is asked for by its name or by that of a larger one: `source` for `source.train`. */
function isOfKind(kind: CodeActionKind, wanted: CodeActionKind): boolean {
  return `${kind}.`.startsWith(wanted === '' ? '' : `${wanted}.`);
}
