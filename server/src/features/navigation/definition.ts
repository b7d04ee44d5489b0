/** Go to definition: from a name to its definition, and from an import to its file. */

import type { Location, LocationLink, Range } from 'vscode-languageserver';
import type { FileView } from '../../documents/fileView.ts';
import type { WorkspaceFiles } from '../../files/workspaceFiles.ts';
import { isLibrary } from '../../language/names/modules/loadModule.ts';
import type { Module } from '../../language/names/modules/module.ts';
import { type Reference, referencesIn } from '../../language/names/references/references.ts';
import type { NamedSymbol } from '../../language/names/references/symbols.ts';
import { rangeIn } from '../../language/syntax/ast.ts';
import { statementAt } from '../../language/syntax/tree/tree.ts';
import type { Feature } from '../feature.ts';
import { toEditorRange, touches } from '../support/positions.ts';
import { linkedFileUri } from './documentLinks.ts';

export const definition: Feature = {
  capabilities: { definitionProvider: true },
  register(connection, { client, documents, files }) {
    connection.onDefinition(async ({ textDocument: { uri }, position }) => {
      const file = await documents.whenPublished(uri);
      const link = file && definitionAt(file, file.snapshot.lines.offsetAt(position), files);
      if (link === undefined) return null;
      return client.capabilities.textDocument?.definition?.linkSupport ? [link] : locationOf(link);
    });
  },
};

/** Undefined for names that no file defines: operators, keywords and the library. */
export function definitionAt(
  file: Pick<FileView, 'uri' | 'snapshot'>,
  offset: number,
  files: Pick<WorkspaceFiles, 'uriAt'>,
): LocationLink | undefined {
  const { uri, snapshot } = file;
  const statement = statementAt(snapshot.tree, offset);
  if (statement?.kind === 'import' && touches(rangeIn(statement, statement.path), offset)) {
    const importedUri = linkedFileUri(statement, statement.path, file, files);
    const range = toEditorRange(snapshot, rangeIn(statement, statement.path));
    return importedUri === undefined ? undefined : linkToFile(importedUri, range);
  }
  const reference = referenceAt(snapshot.module, offset);
  if (reference === undefined) return undefined;
  const { module, range: nameRange, statement: targetStatement } = reference.symbol;
  return {
    originSelectionRange: toEditorRange(snapshot, reference),
    targetUri: fileUriOf(reference.symbol, uri),
    targetRange: toEditorRange(module, targetStatement),
    targetSelectionRange: toEditorRange(module, nameRange),
  };
}

/** The reference at an offset, if a file of the user defines its symbol. */
export function referenceAt(module: Module, offset: number): Reference | undefined {
  const reference = referencesIn(module).at(offset);
  return reference && !isLibrary(reference.symbol.module) ? reference : undefined;
}

/** The URI of the file that defines a symbol. @param referringUri the file of the reference. */
export function fileUriOf({ module }: NamedSymbol, referringUri: string): string {
  return module.path || referringUri;
}

const fileStart = { line: 0, character: 0 };

/** Links to the start of a file. */
function linkToFile(targetUri: string, originSelectionRange: Range): LocationLink {
  const range = { start: fileStart, end: fileStart };
  return { originSelectionRange, targetUri, targetRange: range, targetSelectionRange: range };
}

function locationOf({ targetUri, targetSelectionRange }: LocationLink): Location {
  return { uri: targetUri, range: targetSelectionRange };
}
