/** Find all references of the symbol at the cursor, in all files that may reference it. */

import type { Location } from 'vscode-languageserver';
import type { ModelFile } from '../../files/modelFile.ts';
import type { WorkspaceModels } from '../../files/workspaceModels.ts';
import { referencesIn } from '../../language/names/references.ts';
import { referencesOf, type SymbolKey, symbolKeyOf } from '../../language/names/symbolKeys.ts';
import type { NamedSymbol } from '../../language/names/symbols.ts';
import type { Feature } from '../feature.ts';
import { toEditorRange } from '../positions.ts';

export const references: Feature = {
  capabilities: { referencesProvider: true },
  register(connection, { models }) {
    connection.onReferences(async ({ textDocument: { uri }, position, context: { includeDeclaration } }) => {
      const file = await models.open(uri);
      if (file === undefined) return null;
      const reference = referencesIn(file.module).at(file.module.lines.offsetAt(position));
      if (reference === undefined) return null;
      const files = await filesThatMayReference(reference.symbol, file, models);
      return files.flatMap((candidate) =>
        locationsIn(candidate, symbolKeyOf(reference.symbol, file.path), includeDeclaration),
      );
    });
  },
};

/** Other files may reference functions, their parameters and locals, and consts, but no other symbols. */
export async function filesThatMayReference(
  { role, enclosingFunction: inside }: NamedSymbol,
  file: ModelFile,
  models: Pick<WorkspaceModels, 'all'>,
): Promise<readonly ModelFile[]> {
  const isShared = role === 'fn' || role === 'const' || inside !== undefined;
  return isShared ? models.all() : [file];
}

/** References of a file to the symbol with this key. */
export function locationsIn({ uri, path, module }: ModelFile, key: SymbolKey, includeDefinitions: boolean): Location[] {
  return referencesOf(module, path, key)
    .filter(({ isDefinition }) => includeDefinitions || !isDefinition)
    .map((reference) => ({ uri, range: toEditorRange(module, reference) }));
}
