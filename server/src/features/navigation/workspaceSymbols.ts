/** Workspace symbols: what any model of the workspace, or an open one, gives a name to. */

import type { WorkspaceSymbol } from 'vscode-languageserver';
import { declaredIn } from '../../language/names/symbols.ts';
import type { Feature, ModelFile } from '../feature.ts';
import { fileNameOf } from '../fileName.ts';
import { rangeIn } from '../positions.ts';
import { symbolKinds } from './symbolKinds.ts';

/** More than this nobody looks through: a longer query finds the rest. */
const mostSymbols = 1_000;

export const workspaceSymbols: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register(connection, server) {
    connection.onWorkspaceSymbol(async ({ query }) => symbolsFor(query, await server.models()));
  },
};

/** Those that have the letters of the query in its order: the editor sorts them by how well they fit. */
export function symbolsFor(query: string, files: readonly ModelFile[]): WorkspaceSymbol[] {
  const letters = query.toLowerCase();
  const symbols: WorkspaceSymbol[] = [];
  for (const { uri, module } of files) {
    for (const { name, role, place, inside } of declaredIn(module).all) {
      if (inside || !hasLetters(name.toLowerCase(), letters)) continue;
      const location = { uri, range: rangeIn(module, place) };
      symbols.push({ name, kind: symbolKinds[role], containerName: fileNameOf(uri), location });
      if (symbols.length === mostSymbols) return symbols;
    }
  }
  return symbols;
}

function hasLetters(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + letter.length;
    if (at < letter.length) return false;
  }
  return true;
}
