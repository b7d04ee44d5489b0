/** Completion in strings that name files and their contents: paths, and names in files such as columns. */

import { CompletionItemKind } from 'vscode-languageserver';
import type { FolderEntry } from '../../../../protocol/editor/files.ts';
import type { FileSettingRow } from '../../data/formats/fileFunction.ts';
import { fileFunctionNamed } from '../../data/formats/table.ts';
import { quote, unquote } from '../../language/text/quotes.ts';
import type { TokenWalk } from '../support/tokenWalk.ts';
import type { Candidate } from './candidate.ts';
import type { CallSite } from './enclosingCall.ts';

/** Access to the files beside a model. */
export interface CompletionFiles {
  /** Lists a folder, given by its path relative to the model. */
  listFolder(path: string): Promise<readonly FolderEntry[]>;
  /** The texts in a file that a setting may name, such as its columns; none if it cannot be read. */
  readNames(path: string, setting: FileSettingRow): Promise<readonly string[]>;
}

/** The files and folders in the folder of a partially typed path. */
export async function pathCandidates(
  path: string,
  extensions: readonly string[],
  files: CompletionFiles,
): Promise<Candidate[]> {
  const folderPath = path.slice(0, fileNameStart(path));
  const entries = await files.listFolder(folderPath);
  const isMatch = ({ name, isFolder }: FolderEntry): boolean =>
    !name.startsWith('.') && (isFolder || extensions.some((extension) => name.endsWith(extension)));
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

/** Names in the file of a call that its active setting takes, without those that the call has already. */
export async function namesInFileCandidates(
  { tokens, index }: TokenWalk,
  { callee, args, activeIndex }: CallSite,
  isQuoted: boolean,
  files: CompletionFiles,
): Promise<Candidate[]> {
  const path = tokens.kind(args[0].firstToken) === 'string' ? unquote(tokens.text(args[0].firstToken)) : '';
  const { keyword, firstToken, lastToken } = args[activeIndex];
  const setting = fileFunctionNamed(callee.name)?.settings.find(({ name, isPositional }) =>
    keyword === undefined ? isPositional : name === keyword,
  );
  const allNames = path === '' || setting?.names === undefined ? [] : await files.readNames(path, setting);
  const chosen = new Set<string>();
  for (let tokenIndex = firstToken; tokenIndex < lastToken; tokenIndex++) {
    if (tokenIndex !== index && tokens.kind(tokenIndex) === 'string') chosen.add(unquote(tokens.text(tokenIndex)));
  }
  const names = allNames.filter((name) => !chosen.has(name));
  return names.map((name, order) => ({
    label: isQuoted ? quote(name).slice(1, -1) : quote(name),
    kind: CompletionItemKind.Field,
    rank: 'value',
    order,
  }));
}
