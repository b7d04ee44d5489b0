/** Document links to imported models and to files of samples. */

import * as l10n from '@vscode/l10n';
import type { DocumentLink } from 'vscode-languageserver';
import { fileFunctionNamed } from '../../data/formats/table.ts';
import type { FileView } from '../../documents/fileView.ts';
import { fileNameOf } from '../../files/uris.ts';
import type { WorkspaceFiles } from '../../files/workspaceFiles.ts';
import { type Expression, isDefinition, rangeIn, type Statement } from '../../language/syntax/ast.ts';
import type { Feature } from '../feature.ts';
import { toEditorRange } from '../support/positions.ts';

type StringLiteral = Expression & { kind: 'string' };

export const documentLinks: Feature = {
  capabilities: { documentLinkProvider: {} },
  register(connection, { documents, files }) {
    connection.onDocumentLinks(async ({ textDocument: { uri } }) => {
      const file = await documents.whenPublished(uri);
      return file ? linksIn(file, files) : null;
    });
  },
};

export function linksIn(
  file: Pick<FileView, 'uri' | 'snapshot'>,
  files: Pick<WorkspaceFiles, 'uriAt'>,
): DocumentLink[] {
  return file.snapshot.tree.statements.flatMap((statement) => {
    const path = pathLiteralIn(statement);
    const target = path && linkedFileUri(statement, path, file, files);
    if (target === undefined) return [];
    const range = toEditorRange(file.snapshot, rangeIn(statement, path!));
    return { range, target, tooltip: l10n.t`Open ${fileNameOf(target)}` };
  });
}

/** The URI of the file that a string names; undefined if there is none or it may not be read. */
export function linkedFileUri(
  statement: Statement,
  path: StringLiteral,
  { uri, snapshot }: Pick<FileView, 'uri' | 'snapshot'>,
  files: Pick<WorkspaceFiles, 'uriAt'>,
): string | undefined {
  const { start: pathStart } = rangeIn(statement, path);
  const isMissing = snapshot.problems.some(({ code, start }) => code === 'cannot-read-file' && start === pathStart);
  return isMissing ? undefined : files.uriAt(uri, path.value);
}

function pathLiteralIn(statement: Statement): StringLiteral | undefined {
  if (statement.kind === 'import') return statement.path;
  if (!isDefinition(statement) || statement.value.kind !== 'call') return undefined;
  if (fileFunctionNamed(statement.value.callee.name) === undefined) return undefined;
  const [file] = statement.value.arguments;
  return file?.value.kind === 'string' ? file.value : undefined;
}
