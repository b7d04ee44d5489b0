/** Refactorings of what is selected; where one can't be done, the editor is told why if it shows that. */

import { type CodeAction, CodeActionKind, CodeActionTriggerKind } from 'vscode-languageserver';
import { refactoringsAt } from '../actions/refactorings.ts';
import { keyOf, mentionsOf } from '../language/acrossFiles.ts';
import type { Named } from '../language/declared.ts';
import { isRefusal } from '../snapshot/refusal.ts';
import type { Actions, AskedServer } from './codeActions.ts';
import type { FileView } from './feature.ts';
import { offsetsIn } from './place.ts';
import { fileEdit } from './textEdits.ts';

export const refactoringActions: Actions = {
  kind: CodeActionKind.Refactor,
  async of(file, { range, context }, server) {
    const selection = offsetsIn(file.snapshot, range);
    // A cursor that only passes by is offered none: each is tried out before it is offered.
    if (context.triggerKind === CodeActionTriggerKind.Automatic && selection.start === selection.end) return [];
    const found = await refactoringsAt(file.snapshot, selection, (named) => isNamedElsewhere(named, file, server));
    const saysWhyNot = server.client.textDocument?.codeAction?.disabledSupport ?? false;
    return found.flatMap(({ title, kind, outcome }): CodeAction[] => {
      if (!isRefusal(outcome)) return [{ title, kind, edit: fileEdit(file, outcome, server.client) }];
      return saysWhyNot ? [{ title, kind, disabled: { reason: outcome.refusal } }] : [];
    });
  },
};

/** A const may be used in the files that import its own. */
async function isNamedElsewhere(named: Named, { uri }: FileView, server: AskedServer): Promise<boolean> {
  if (named.role !== 'const' || named.inside) return false;
  const file = await server.model(uri);
  if (file === undefined) return false;
  const key = keyOf(named, file.path);
  return (await server.models()).some(
    ({ module, path }) => path !== file.path && mentionsOf(module, path, key).length > 0,
  );
}
