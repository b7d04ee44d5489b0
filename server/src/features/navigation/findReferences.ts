/** Find all references of the symbol at the cursor, in all files that may reference it. */

import * as l10n from '@vscode/l10n';
import type { Location } from 'vscode-languageserver';
import type { FoundModels, WorkspaceModels } from '../../documents/workspaceModels.ts';
import type { ModuleFile } from '../../files/workspace/moduleFile.ts';
import { referencesIn } from '../../language/names/references/references.ts';
import { referencesOf, type SymbolKey, symbolKeyOf } from '../../language/names/references/symbolKeys.ts';
import type { NamedSymbol } from '../../language/names/references/symbols.ts';
import type { Feature } from '../feature.ts';
import { showWarning } from '../support/messages.ts';
import { toEditorRange } from '../support/positions.ts';

export const references: Feature = {
  capabilities: { referencesProvider: true },
  register(connection, { models }) {
    connection.onReferences(async ({ textDocument: { uri }, position, context: { includeDeclaration } }) => {
      const file = await models.open(uri);
      if (file === undefined) return null;
      const reference = referencesIn(file.module).at(file.module.lines.offsetAt(position));
      if (reference === undefined) return null;
      const { files, isComplete } = await filesThatMayReference(reference.symbol, file, models);
      if (!isComplete) showWarning(connection, incompleteReferencesNotice());
      return files.flatMap((candidate) =>
        locationsIn(candidate, symbolKeyOf(reference.symbol, file.path), includeDeclaration),
      );
    });
  },
};

/**
 * Other files may reference functions, their parameters and locals, and consts, but no other symbols.
 * @param otherNames files that contain one of these are found too.
 */
export async function filesThatMayReference(
  { name, role, enclosingFunction: inside }: NamedSymbol,
  file: ModuleFile,
  models: Pick<WorkspaceModels, 'mentioning'>,
  otherNames: readonly string[] = [],
): Promise<FoundModels> {
  const isShared = role === 'fn' || role === 'const' || inside !== undefined;
  return isShared ? models.mentioning(name, ...otherNames) : { files: [file], isComplete: true };
}

function incompleteReferencesNotice(): string {
  return l10n.t('Some references may be missing: the models of the workspace are too large to be searched completely.');
}

/** References of a file to the symbol with this key. */
export function locationsIn(
  { uri, path, module }: ModuleFile,
  key: SymbolKey,
  includeDefinitions: boolean,
): Location[] {
  return referencesOf(module, path, key)
    .filter(({ isDefinition }) => includeDefinitions || !isDefinition)
    .map((reference) => ({ uri, range: toEditorRange(module, reference) }));
}
