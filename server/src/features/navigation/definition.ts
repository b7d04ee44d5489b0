/** Go to definition: from a name to where it is defined, and from an import to its file. */

import type { Location, LocationLink, Range } from 'vscode-languageserver';
import { isLibrary, type Module } from '../../language/names/modules.ts';
import { type Mention, mentionsIn } from '../../language/names/references.ts';
import type { Named } from '../../language/names/symbols.ts';
import { statementAt } from '../../language/syntax/tree.ts';
import type { Feature, FilesBeside, FileView } from '../feature.ts';
import { covers, rangeIn } from '../positions.ts';
import { fileNamed } from './documentLinks.ts';

export const definition: Feature = {
  capabilities: { definitionProvider: true },
  register(connection, server) {
    connection.onDefinition(async ({ textDocument: { uri }, position }) => {
      const file = await server.settled(uri);
      const link = file && definitionAt(file, file.snapshot.lines.offsetAt(position), server.files);
      if (link === undefined) return null;
      return server.client.textDocument?.definition?.linkSupport ? [link] : locationOf(link);
    });
  },
};

/** Undefined for what no file defines: operators, the words of the language, and the library. */
export function definitionAt(
  file: Pick<FileView, 'uri' | 'snapshot'>,
  offset: number,
  files: Pick<FilesBeside, 'uriAt'>,
): LocationLink | undefined {
  const { uri, snapshot } = file;
  const statement = statementAt(snapshot.tree, offset);
  if (statement?.kind === 'import' && covers(statement.path, offset)) {
    const imported = fileNamed(statement.path, file, files);
    return imported === undefined ? undefined : linkTo(imported, rangeIn(snapshot, statement.path));
  }
  const mention = definedAt(snapshot.module, offset);
  if (mention === undefined) return undefined;
  const { module, place, statement: target } = mention.named;
  return {
    originSelectionRange: rangeIn(snapshot, mention),
    targetUri: fileOf(mention.named, uri),
    targetRange: rangeIn(module, target),
    targetSelectionRange: rangeIn(module, place),
  };
}

/** The name at an offset, if a file of the user defines it. */
export function definedAt(module: Module, offset: number): Mention | undefined {
  const mention = mentionsIn(module).at(offset);
  return mention && !isLibrary(mention.named.module) ? mention : undefined;
}

/** The URI of the file that defines something. @param from that of the file in which it is named. */
export function fileOf({ module }: Named, from: string): string {
  return module.path || from;
}

const start = { line: 0, character: 0 };

/** To the beginning of a file. */
function linkTo(targetUri: string, originSelectionRange: Range): LocationLink {
  const range = { start, end: start };
  return { originSelectionRange, targetUri, targetRange: range, targetSelectionRange: range };
}

function locationOf({ targetUri, targetSelectionRange }: LocationLink): Location {
  return { uri: targetUri, range: targetSelectionRange };
}
