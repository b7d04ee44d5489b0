/**
 * Code actions. Each kind has an `ActionProvider`, which turns edits or commands into actions of the protocol:
 *
 * - `fixActions` and `fixAllAction`: fixes. `language/fixes/` proposes edits for each problem code, and
 *   `actions/fixes.ts` keeps those that improve the text.
 * - `refactoringActions`: the refactorings of `actions/`, listed in `actions/refactorings.ts`.
 * - `modelActions`: commands, such as a training step, for editors without code lenses.
 */

import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Command,
  type ResponseError,
} from 'vscode-languageserver';
import type { FileView } from '../../documents/fileView.ts';
import type { Feature } from '../feature.ts';
import { contentModified } from '../support/requestFailed.ts';
import type { ActionProvider, ActionServices } from './actionProvider.ts';
import { fixActions, fixAllAction, fixAllKind } from './fixActions.ts';
import { modelActions } from './modelActions.ts';
import { refactoringActions } from './refactoringActions.ts';

const allProviders: readonly ActionProvider[] = [fixActions, refactoringActions, modelActions, fixAllAction];

export const codeActions: Feature = {
  capabilities: {
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, CodeActionKind.Source, fixAllKind],
    },
  },
  register(connection, { client, documents, models }) {
    connection.onCodeAction(async (params): Promise<(CodeAction | Command)[] | ResponseError<void>> => {
      const file = await documents.whenPublished(params.textDocument.uri);
      if (file === undefined) return [];
      const actions = await codeActionsFor(file, params, { client, models });
      if (documents.text(file.uri) !== file.snapshot.text) return contentModified();
      const supportsLiterals = client.capabilities.textDocument?.codeAction?.codeActionLiteralSupport !== undefined;
      return supportsLiterals ? actions : actions.flatMap(({ command }) => command ?? []);
    });
  },
};

async function codeActionsFor(
  file: FileView,
  params: CodeActionParams,
  services: ActionServices,
): Promise<CodeAction[]> {
  const { only } = params.context;
  const providers = allProviders.filter(({ kind, isOnDemand }) =>
    only === undefined
      ? !isOnDemand
      : only.some((requestedKind) => isOfKind(kind, requestedKind) || isOfKind(requestedKind, kind)),
  );
  const actions = await Promise.all(providers.map((provider) => provider.actionsFor(file, params, services)));
  return actions.flat().filter(({ kind }) => only?.some((requestedKind) => isOfKind(kind!, requestedKind)) ?? true);
}

/** A request for a kind includes its subkinds: `source` includes `source.train`. */
function isOfKind(kind: CodeActionKind, requested: CodeActionKind): boolean {
  return `${kind}.`.startsWith(requested === '' ? '' : `${requested}.`);
}
