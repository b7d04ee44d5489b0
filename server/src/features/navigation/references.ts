/** Find all references: every place that means what the cursor is on, in all files that may name it. */

import type { Location } from 'vscode-languageserver';
import { mentionsIn } from '../../language/names/references.ts';
import { type Key, keyOf, mentionsOf } from '../../language/names/symbolKeys.ts';
import type { Named } from '../../language/names/symbols.ts';
import type { Feature, ModelFile, Server } from '../feature.ts';
import { rangeIn } from '../positions.ts';

export const references: Feature = {
  capabilities: { referencesProvider: true },
  register(connection, server) {
    connection.onReferences(async ({ textDocument: { uri }, position, context: { includeDeclaration } }) => {
      const file = await server.model(uri);
      if (file === undefined) return null;
      const mention = mentionsIn(file.module).at(file.module.lines.offsetAt(position));
      if (mention === undefined) return null;
      const files = await filesThatMayName(mention.named, file, server);
      return files.flatMap((other) => placesIn(other, keyOf(mention.named, file.path), includeDeclaration));
    });
  },
};

/** Functions, consts, and what functions have inside are named in other files; all else in its own alone. */
export async function filesThatMayName(
  { role, inside }: Named,
  file: ModelFile,
  server: Pick<Server, 'models'>,
): Promise<readonly ModelFile[]> {
  const isShared = role === 'fn' || role === 'const' || inside !== undefined;
  return isShared ? server.models() : [file];
}

/** The places of a file that mean what has this key. */
export function placesIn({ uri, path, module }: ModelFile, key: Key, includesDefinitions: boolean): Location[] {
  return mentionsOf(module, path, key)
    .filter(({ isDefinition }) => includesDefinitions || !isDefinition)
    .map((mention) => ({ uri, range: rangeIn(module, mention) }));
}
