/** Workspace symbols of all open models and of those in the workspace. */

import type { WorkspaceSymbol } from 'vscode-languageserver';
import type { ModelFile } from '../../files/modelFile.ts';
import { fileSymbols } from '../../language/names/symbols.ts';
import type { Feature } from '../feature.ts';
import { fileNameOf } from '../fileName.ts';
import { toEditorRange } from '../positions.ts';
import { symbolKinds } from './symbolKinds.ts';

/** A longer query finds symbols beyond these. */
const maxSymbols = 1_000;

export const workspaceSymbols: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register(connection, { models }) {
    connection.onWorkspaceSymbol(async ({ query }) => workspaceSymbolsFor(query, await models.all()));
  },
};

/** Symbols that contain the letters of the query in order. The editor sorts them by relevance. */
export function workspaceSymbolsFor(query: string, files: readonly ModelFile[]): WorkspaceSymbol[] {
  const letters = query.toLowerCase();
  const symbols: WorkspaceSymbol[] = [];
  for (const { uri, module } of files) {
    for (const { name, role, range: nameRange, enclosingFunction: inside } of fileSymbols(module).all) {
      if (inside || !isSubsequence(name.toLowerCase(), letters)) continue;
      const location = { uri, range: toEditorRange(module, nameRange) };
      symbols.push({ name, kind: symbolKinds[role], containerName: fileNameOf(uri), location });
      if (symbols.length === maxSymbols) return symbols;
    }
  }
  return symbols;
}

function isSubsequence(name: string, letters: string): boolean {
  let offset = 0;
  for (const letter of letters) {
    offset = name.indexOf(letter, offset) + letter.length;
    if (offset < letter.length) return false;
  }
  return true;
}
