/** Refactorings of the selection; refused ones are offered as disabled if the client supports it. */

import { type CodeAction, CodeActionKind, CodeActionTriggerKind, type Command } from 'vscode-languageserver';
import { analyzeWithEdits } from '../../actions/analyzeWithEdits.ts';
import { refactoringsAt } from '../../actions/refactorings.ts';
import type { FileView } from '../../documents/fileView.ts';
import { referencesOf, symbolKeyOf } from '../../language/names/references/symbolKeys.ts';
import { fileSymbols, type NamedSymbol } from '../../language/names/references/symbols.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import type { Edit } from '../../language/text/edits.ts';
import type { Client } from '../support/client.ts';
import { toOffsetRange } from '../support/positions.ts';
import type { ActionProvider, ActionServices } from './actionProvider.ts';
import { fileEdit } from './textEdits.ts';

export const refactoringActions: ActionProvider = {
  kind: CodeActionKind.Refactor,
  async actionsFor(file, { range, context }, { client, models }) {
    const selection = toOffsetRange(file.snapshot, range);
    // Not on cursor moves, because each refactoring is tested before it is offered.
    if (context.triggerKind === CodeActionTriggerKind.Automatic && selection.start === selection.end) return [];
    const refactorings = await refactoringsAt(file.snapshot, selection, (symbol) =>
      isReferencedElsewhere(symbol, file, models),
    );
    const supportsDisabled = client.capabilities.textDocument?.codeAction?.disabledSupport ?? false;
    return refactorings.flatMap(({ title, kind, name, outcome }): CodeAction[] => {
      if (isRefusal(outcome)) return supportsDisabled ? [{ title, kind, disabled: { reason: outcome.refusal } }] : [];
      const edit = fileEdit(file, outcome, client);
      const command = name === undefined ? undefined : renameCommand(title, name, file, outcome, client);
      return [{ title, kind, edit, ...(command && { command }) }];
    });
  },
};

/** Starts a rename after the edits; undefined if the client does not support it. */
function renameCommand(
  title: string,
  name: string,
  { uri, snapshot }: FileView,
  edits: readonly Edit[],
  { options }: Client,
): Command | undefined {
  if (options.commands === undefined) return undefined;
  const { module, lines } = analyzeWithEdits(snapshot, edits);
  const { start } = fileSymbols(module).all.find((symbol) => symbol.name === name)!.range;
  return { title, command: options.commands.rename, arguments: [uri, lines.positionAt(start)] };
}

/** A const may be used in files that import it. */
async function isReferencedElsewhere(
  symbol: NamedSymbol,
  { uri }: FileView,
  models: ActionServices['models'],
): Promise<boolean> {
  if (symbol.role !== 'const' || symbol.enclosingFunction) return false;
  const file = await models.open(uri);
  if (file === undefined) return false;
  const key = symbolKeyOf(symbol, file.path);
  const { files, isComplete } = await models.mentioning(symbol.name);
  return (
    !isComplete || files.some(({ module, path }) => path !== file.path && referencesOf(module, path, key).length > 0)
  );
}
