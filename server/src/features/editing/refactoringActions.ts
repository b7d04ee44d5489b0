/** Refactorings of what is selected; where one can't be done, the editor is told why if it shows that. */

import { type CodeAction, CodeActionKind, CodeActionTriggerKind, type Command } from 'vscode-languageserver';
import { refactoringsAt } from '../../actions/refactorings.ts';
import { readWith } from '../../actions/tryEdits.ts';
import { keyOf, mentionsOf } from '../../language/names/symbolKeys.ts';
import { declaredIn, type Named } from '../../language/names/symbols.ts';
import { isRefusal } from '../../training/refusal.ts';
import type { Edit } from '../../training/stepEdits.ts';
import type { FileView } from '../feature.ts';
import { offsetsIn } from '../positions.ts';
import type { Actions, AskedServer } from './codeActions.ts';
import { fileEdit } from './textEdits.ts';

export const refactoringActions: Actions = {
  kind: CodeActionKind.Refactor,
  async of(file, { range, context }, server) {
    const selection = offsetsIn(file.snapshot, range);
    // A cursor that only passes by is offered none: each is tried out before it is offered.
    if (context.triggerKind === CodeActionTriggerKind.Automatic && selection.start === selection.end) return [];
    const found = await refactoringsAt(file.snapshot, selection, (named) => isNamedElsewhere(named, file, server));
    const saysWhyNot = server.client.textDocument?.codeAction?.disabledSupport ?? false;
    return found.flatMap(({ title, kind, name, outcome }): CodeAction[] => {
      if (isRefusal(outcome)) return saysWhyNot ? [{ title, kind, disabled: { reason: outcome.refusal } }] : [];
      const edit = fileEdit(file, outcome, server.client);
      const command = name === undefined ? undefined : renaming(title, name, file, outcome, server);
      return [{ title, kind, edit, ...(command && { command }) }];
    });
  },
};

/** Asks for another name once the edits are made; undefined for a client that doesn't. */
function renaming(
  title: string,
  name: string,
  { uri, snapshot }: FileView,
  edits: readonly Edit[],
  { options }: AskedServer,
): Command | undefined {
  if (options.commands === undefined) return undefined;
  const { module, lines } = readWith(snapshot, edits);
  const { start } = declaredIn(module).all.find((named) => named.name === name)!.place;
  return { title, command: options.commands.rename, arguments: [uri, lines.positionAt(start)] };
}

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
