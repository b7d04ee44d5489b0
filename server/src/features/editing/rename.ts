/** Rename: replaces all references of a symbol in all files, unless any name would change its meaning. */

import * as l10n from '@vscode/l10n';
import type { WorkspaceModels } from '../../documents/workspaceModels.ts';
import { fileNameOf } from '../../files/uris.ts';
import type { ModuleFile } from '../../files/workspace/moduleFile.ts';
import type { WorkspaceFiles } from '../../files/workspaceFiles.ts';
import type { Reference } from '../../language/names/references/references.ts';
import { isName, RenameCheck } from '../../language/names/references/renameCheck.ts';
import { referencesOf, symbolKeyOf } from '../../language/names/references/symbolKeys.ts';
import { existingSymbol, type NamedSymbol } from '../../language/names/references/symbols.ts';
import { isRefusal, type Refusal } from '../../language/problems/refusal.ts';
import { applyEdits, type Edit } from '../../language/text/edits.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { referenceAt } from '../navigation/definition.ts';
import { filesThatMayReference } from '../navigation/findReferences.ts';
import { showInfo } from '../support/messages.ts';
import { toEditorRange } from '../support/positions.ts';
import { contentModified, requestFailed } from '../support/requestFailed.ts';
import {
  errorWouldOccur,
  importWouldFail,
  invalidName,
  meaningWouldChange,
  nameClash,
  nothingToRename,
  workspaceTooLarge,
} from './renameErrors.ts';
import { workspaceEdit } from './textEdits.ts';

export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register(connection, { client, documents, files, models }) {
    connection.onPrepareRename(async ({ textDocument: { uri }, position }) => {
      const file = await models.open(uri);
      const reference = file && referenceAt(file.module, file.module.lines.offsetAt(position));
      if (reference === undefined) return requestFailed(nothingToRename());
      return { range: toEditorRange(file!.module, reference), placeholder: reference.symbol.name };
    });
    connection.onRenameRequest(async ({ textDocument: { uri }, position, newName }) => {
      const view = await documents.whenPublished(uri);
      const file = await models.open(uri);
      const reference = file && referenceAt(file.module, file.module.lines.offsetAt(position));
      if (reference === undefined) return requestFailed(nothingToRename());
      const outcome = await computeRename(file!, reference.symbol, newName, { files, models });
      if (isRefusal(outcome)) return requestFailed(outcome.refusal);
      if (view && outcome.length > 0 && isRandomParamName(view.snapshot, reference.symbol.name))
        showInfo(connection, reinitializedNotice(reference.symbol.name, newName));
      else if (view && outcome.length > 0 && isRandomNodeName(view.snapshot, reference.symbol.name))
        showInfo(connection, redrawnNotice(newName));
      const editedFiles = outcome.map(({ file, edits }) => ({ ...file, lines: file.module.lines, edits }));
      const isOutdated = outcome.some(({ file: { uri, version, module } }) =>
        version === undefined ? false : documents.text(uri) !== module.text,
      );
      return isOutdated ? contentModified() : workspaceEdit(editedFiles, client);
    });
  },
};

export interface FileRename {
  readonly file: ModuleFile;
  /** In text order. */
  readonly edits: readonly Edit[];
}

interface RenameServices {
  readonly models: Pick<WorkspaceModels, 'mentioning' | 'read'>;
  readonly files: Pick<WorkspaceFiles, 'uriAt'>;
}

/** The edits of all files, or a refusal. @param file the file in which the rename was requested. */
export async function computeRename(
  file: ModuleFile,
  symbol: NamedSymbol,
  newName: string,
  { models, files: resolver }: RenameServices,
): Promise<readonly FileRename[] | Refusal> {
  if (newName === symbol.name) return [];
  if (!isName(newName)) return invalidName(newName);
  const clashingSymbol = existingSymbol(symbol, newName);
  if (clashingSymbol) return nameClash(clashingSymbol);
  const { files, isComplete } = await filesThatMayReference(symbol, file, models, [newName]);
  if (!isComplete) return workspaceTooLarge(symbol.name);
  const brokenImporter = findBrokenImporter(symbol, file, files, resolver);
  if (brokenImporter) return brokenImporter;
  const key = symbolKeyOf(symbol, file.path);
  const referencesByPath = new Map<string, readonly Reference[]>();
  for (const { module, path } of files) {
    const references = referencesOf(module, path, key);
    if (references.length > 0) referencesByPath.set(path, references);
  }
  const renames = files.flatMap((otherFile) => {
    const edits = referencesByPath.get(otherFile.path)?.map(({ start, end }) => ({ start, end, text: newName }));
    return edits ? [{ file: otherFile, edits }] : [];
  });
  return (
    (await findConflict(files, new RenameCheck(referencesByPath, symbol.name, newName), renames, models)) ?? renames
  );
}

/** The refusal if any reference would change its meaning. */
async function findConflict(
  files: readonly ModuleFile[],
  renaming: RenameCheck,
  renames: readonly FileRename[],
  models: RenameServices['models'],
): Promise<Refusal | undefined> {
  const texts = new Map(renames.map(({ file: { path, module }, edits }) => [path, applyEdits(module.text, edits)]));
  for (const file of files) {
    if (!renaming.affects(file.path, file.module)) continue;
    const renamedModule = await models.read(file.uri, texts);
    const difference = renamedModule && renaming.findConflict(file.path, file.module, renamedModule);
    if (difference === undefined) continue;
    const name = fileNameOf(file.uri);
    return difference.kind === 'meaning'
      ? meaningWouldChange(name, renamedModule!, difference.start)
      : errorWouldOccur(name, renamedModule!, difference.problem);
  }
  return undefined;
}

/** A file that imports the defining one, but cannot resolve its names because of an error in it. */
function findBrokenImporter(
  { module }: NamedSymbol,
  { path: filePath }: ModuleFile,
  files: readonly ModuleFile[],
  resolver: RenameServices['files'],
): Refusal | undefined {
  const error = module.problems.find(({ severity }) => severity === 'error');
  const importer =
    error &&
    files.find(({ uri, module: { tree } }) =>
      tree.statements.some(
        (statement) =>
          statement.kind === 'import' && resolver.uriAt(uri, statement.path.value) === (module.path || filePath),
      ),
    );
  return importer && importWouldFail(fileNameOf(importer.uri), module, error!);
}

/** True if random params have this name: the numbers of each depend on its full name. */
export function isRandomParamName({ model }: Pick<Snapshot, 'model'>, name: string): boolean {
  return model.params.some(({ name: fullName, source }) => {
    return source === undefined && hasPart(fullName, name);
  });
}

/** True if random nodes have this name: the numbers of each depend on its full name. */
export function isRandomNodeName({ model }: Pick<Snapshot, 'model'>, name: string): boolean {
  return model.drawNames.some((fullName) => hasPart(fullName, name));
}

/** True for `h` in `h.W` and in `h_2.W`, of the second call in one statement. */
function hasPart(fullName: string, name: string): boolean {
  return fullName.split('.').some((part) => part === name || part.startsWith(`${name}_`));
}

function redrawnNotice(newName: string): string {
  return l10n.t`Random nodes are drawn by name: '${newName}' has new numbers.`;
}

function reinitializedNotice(oldName: string, newName: string): string {
  return l10n.t`Params are drawn by name: '${newName}' starts over with new values, and the values trained as '${oldName}' are lost.`;
}
