/** Texts that name files and what is in them: paths, and the columns of samples. */

import { CompletionItemKind } from 'vscode-languageserver';
import { columnNames } from '../../data/csv.ts';
import { meantBy, writtenAs } from '../../language/syntax/strings.ts';
import type { FolderEntry } from '../../protocol/files.ts';
import type { CallSite } from './callSite.ts';
import type { Offer } from './candidate.ts';
import type { TokenWalk } from './tokenWalk.ts';

/** What is asked of whoever reaches the files beside a model. */
export interface FilesBeside {
  /** What is in a folder, by its path from the model. */
  folder(path: string): Promise<readonly FolderEntry[]>;
  /** Undefined where it can't be read. */
  text(path: string): Promise<string | undefined>;
}

const extensions = { import: ['.bp'], csv: ['.csv', '.data', '.txt'] };

/** The files and folders in the folder that a path has led to. */
export async function pathOffers(path: string, wanted: keyof typeof extensions, files: FilesBeside): Promise<Offer[]> {
  const folder = path.slice(0, startOfName(path));
  const entries = await files.folder(folder);
  const isWanted = ({ name, isFolder }: FolderEntry): boolean =>
    !name.startsWith('.') && (isFolder || extensions[wanted].some((extension) => name.endsWith(extension)));
  return entries
    .filter(isWanted)
    .map(({ name, isFolder }) =>
      isFolder
        ? { label: `${name}/`, kind: CompletionItemKind.Folder, rank: 'name', opens: 'completion' }
        : { label: name, kind: CompletionItemKind.File, rank: 'first' },
    );
}

/** Where the last part of a path begins. */
export function startOfName(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
}

/** The columns of the file that a call names, but for those that it has already. */
export async function columnOffers(
  { tokens, at }: TokenWalk,
  { given, active }: CallSite,
  isQuoted: boolean,
  files: FilesBeside,
): Promise<Offer[]> {
  const path = tokens.kind(given[0].first) === 'string' ? meantBy(tokens.text(given[0].first)) : '';
  const text = path === '' ? undefined : await files.text(path);
  const { first, last } = given[active];
  const chosen = new Set<string>();
  for (let place = first; place < last; place++) {
    if (place !== at && tokens.kind(place) === 'string') chosen.add(meantBy(tokens.text(place)));
  }
  const columns = text === undefined ? [] : columnNames(text).filter((name) => !chosen.has(name));
  return columns.map((name, place) => ({
    label: isQuoted ? writtenAs(name).slice(1, -1) : writtenAs(name),
    kind: CompletionItemKind.Field,
    rank: 'value',
    place,
  }));
}
