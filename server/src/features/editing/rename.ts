/** Rename: a new name at every place that means the same, in all files, unless something would come to mean something else. */

import * as l10n from '@vscode/l10n';
import type { Mention } from '../../language/names/references.ts';
import { isName, Renaming } from '../../language/names/rename.ts';
import { keyOf, mentionsOf } from '../../language/names/symbolKeys.ts';
import { type Named, namesake } from '../../language/names/symbols.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { isRefusal, type Refusal } from '../../training/refusal.ts';
import { applyEdits, type Edit } from '../../training/stepEdits.ts';
import type { Feature, FilesBeside, ModelFile, Server } from '../feature.ts';
import { fileNameOf } from '../fileName.ts';
import { inform } from '../messages.ts';
import { definedAt } from '../navigation/definition.ts';
import { filesThatMayName } from '../navigation/references.ts';
import { rangeIn } from '../positions.ts';
import { refused } from '../validation.ts';
import { clashesWith, isNoName, isUnreadable, nothingToRename, wouldBeWrong, wouldMeanElse } from './renameRefusals.ts';
import { workspaceEdit } from './textEdits.ts';

export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register(connection, server) {
    connection.onPrepareRename(async ({ textDocument: { uri }, position }) => {
      const file = await server.model(uri);
      const mention = file && definedAt(file.module, file.module.lines.offsetAt(position));
      if (mention === undefined) return refused(nothingToRename());
      return { range: rangeIn(file!.module, mention), placeholder: mention.named.name };
    });
    connection.onRenameRequest(async ({ textDocument: { uri }, position, newName }) => {
      const view = await server.settled(uri);
      const file = await server.model(uri);
      const mention = file && definedAt(file.module, file.module.lines.offsetAt(position));
      if (mention === undefined) return refused(nothingToRename());
      const renamed = await rewritten(file!, mention.named, newName, server);
      if (isRefusal(renamed)) return refused(renamed.refusal);
      if (view && renamed.length > 0 && namesDrawn(view.snapshot, mention.named.name))
        inform(connection, drawnAnew(mention.named.name, newName));
      const edited = renamed.map(({ file, edits }) => ({ ...file, lines: file.module.lines, edits }));
      return workspaceEdit(edited, server.client);
    });
  },
};

export interface Rewritten {
  readonly file: ModelFile;
  /** In the order of the text. */
  readonly edits: readonly Edit[];
}

/** What a new name makes of all files, or why it can't be given. @param file in which it is named. */
export async function rewritten(
  file: ModelFile,
  named: Named,
  to: string,
  server: Pick<Server, 'models' | 'files'>,
): Promise<readonly Rewritten[] | Refusal> {
  if (to === named.name) return [];
  if (!isName(to)) return isNoName(to);
  const clash = namesake(named, to);
  if (clash) return clashesWith(clash);
  const files = await filesThatMayName(named, file, server);
  const unread = importerThatCannotRead(named, file, files, server.files);
  if (unread) return unread;
  const key = keyOf(named, file.path);
  const places = new Map<string, readonly Mention[]>();
  for (const { module, path } of files) {
    const mentions = mentionsOf(module, path, key);
    if (mentions.length > 0) places.set(path, mentions);
  }
  const written = files.flatMap((other) => {
    const edits = places.get(other.path)?.map(({ start, end }) => ({ start, end, text: to }));
    return edits ? [{ file: other, edits }] : [];
  });
  return (await disturbed(files, new Renaming(places, named.name, to), written, server.files)) ?? written;
}

/** What would no longer mean what it means. */
async function disturbed(
  files: readonly ModelFile[],
  renaming: Renaming,
  written: readonly Rewritten[],
  beside: FilesBeside,
): Promise<Refusal | undefined> {
  const texts = new Map(written.map(({ file: { path, module }, edits }) => [path, applyEdits(module.text, edits)]));
  for (const other of files) {
    if (!renaming.touches(other.path, other.module)) continue;
    const after = await beside.reread(other, texts);
    const difference = after && renaming.difference(other.path, other.module, after);
    if (difference === undefined) continue;
    const name = fileNameOf(other.uri);
    return difference.kind === 'meaning'
      ? wouldMeanElse(name, after!, difference.start)
      : wouldBeWrong(name, after!, difference.problem);
  }
  return undefined;
}

/** A file that imports the one with the definition, but has nothing of it, as there is an error in that. */
function importerThatCannotRead(
  { module }: Named,
  { path: from }: ModelFile,
  files: readonly ModelFile[],
  beside: FilesBeside,
): Refusal | undefined {
  const fault = module.problems.find(({ severity }) => severity === 'error');
  const importer =
    fault &&
    files.find(({ uri, module: { tree } }) =>
      tree.statements.some(
        (statement) => statement.kind === 'import' && beside.uriAt(uri, statement.path.value) === (module.path || from),
      ),
    );
  return importer && isUnreadable(fileNameOf(importer.uri), module, fault!);
}

/** Whether drawn params are called by this name: each draws its numbers by its full name. */
export function namesDrawn({ model }: Pick<Snapshot, 'model'>, name: string): boolean {
  return model.params.some(({ name: full, source }) => {
    return source === undefined && full.split('.').some((part) => part === name || part.startsWith(`${name}_`));
  });
}

function drawnAnew(from: string, to: string): string {
  return l10n.t`Params are drawn by their names, so what '${to}' names starts anew; what was trained as '${from}' is left behind.`;
}
