/** Completion in strings that name files and their contents: paths and columns of samples. */

import { CompletionItemKind } from 'vscode-languageserver';
import type { FolderEntry } from '../../../../protocol/editor/files.ts';
import { quote, unquote } from '../../language/text/quotes.ts';
import type { TokenWalk } from '../support/tokenWalk.ts';
import type { Candidate } from './candidate.ts';
import type { CallSite } from './enclosingCall.ts';

/** Access to the files beside a model. */
export interface CompletionFiles {
  /** Lists a folder, given by its path relative to the model. */
  listFolder(path: string): Promise<readonly FolderEntry[]>;
  /** The names of the columns of a CSV file; none if it cannot be read. */
  readColumns(path: string): Promise<readonly string[]>;
}

const extensions = { import: ['.bp'], csv: ['.csv', '.data', '.txt'] };

/** The files and folders in the folder of a partially typed path. */
export async function pathCandidates(
  path: string,
  fileKind: keyof typeof extensions,
  files: CompletionFiles,
): Promise<Candidate[]> {
  const folderPath = path.slice(0, fileNameStart(path));
  const entries = await files.listFolder(folderPath);
  const isMatch = ({ name, isFolder }: FolderEntry): boolean =>
    !name.startsWith('.') && (isFolder || extensions[fileKind].some((extension) => name.endsWith(extension)));
  return entries
    .filter(isMatch)
    .map(({ name, isFolder }) =>
      isFolder
        ? { label: `${name}/`, kind: CompletionItemKind.Folder, rank: 'name', triggers: 'completion' }
        : { label: name, kind: CompletionItemKind.File, rank: 'first' },
    );
}

/** Offset of the last segment of a path. */
export function fileNameStart(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
}

/** Columns of the file of a call, without those that the call has already. */
export async function columnCandidates(
  { tokens, index }: TokenWalk,
  { args, activeIndex }: CallSite,
  isQuoted: boolean,
  files: CompletionFiles,
): Promise<Candidate[]> {
  const path = tokens.kind(args[0].firstToken) === 'string' ? unquote(tokens.text(args[0].firstToken)) : '';
  const allColumns = path === '' ? [] : await files.readColumns(path);
  const { firstToken, lastToken } = args[activeIndex];
  const chosen = new Set<string>();
  for (let tokenIndex = firstToken; tokenIndex < lastToken; tokenIndex++) {
    if (tokenIndex !== index && tokens.kind(tokenIndex) === 'string') chosen.add(unquote(tokens.text(tokenIndex)));
  }
  const columns = allColumns.filter((name) => !chosen.has(name));
  return columns.map((name, order) => ({
    label: isQuoted ? quote(name).slice(1, -1) : quote(name),
    kind: CompletionItemKind.Field,
    rank: 'value',
    order,
  }));
}
