/** Edits of each file in a workspace edit. */

import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';

/** The edits of each file from its end to its start, so that none changes the position of the next. */
export function editsOf({ changes = {}, documentChanges = [] }: WorkspaceEdit) {
  const unversioned = Object.entries(changes).map(([uri, edits]) => ({ uri, version: null, edits }));
  const versioned = (documentChanges as TextDocumentEdit[]).map(({ textDocument, edits }) => ({
    ...textDocument,
    edits: edits as TextEdit[],
  }));
  return [...unversioned, ...versioned].map(({ uri, version, edits }) => ({
    uri,
    version,
    changes: edits.map(({ range, newText }) => ({ range, text: newText })).reverse(),
  }));
}
