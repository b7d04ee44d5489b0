/** Several models that import one another, in one fixture: each begins with a line such as `--- layers.bp`. */

import type { Range as EditorRange } from 'vscode-languageserver';
import type { Server } from '../../server/src/features/feature.ts';
import { toOffsetRange } from '../../server/src/features/positions.ts';
import type { ModelFile } from '../../server/src/files/modelFile.ts';
import { loadModule } from '../../server/src/language/names/loadModule.ts';
import { filesOf } from './files.ts';
import { mark, unmarked } from './marked.ts';

/** Texts by their paths. */
export type Texts = Readonly<Record<string, string>>;

export interface ModelFiles {
  readonly files: readonly ModelFile[];
  /** The one that is looked at. */
  readonly file: ModelFile;
  readonly server: Pick<Server, 'models' | 'files'>;
}

export function readModels(texts: Texts, path: string): ModelFiles {
  const read = (of: string, others: ReadonlyMap<string, string> = new Map()) => {
    const changed = { ...texts, ...Object.fromEntries(others) };
    return loadModule(changed[of], filesOf(changed));
  };
  const files = Object.keys(texts).map((of) => ({ uri: uriOf(of), path: of, module: read(of) }));
  const server = {
    models: async () => files,
    files: {
      folderAt: async () => [],
      uriAt: (_: string, name: string) => name,
      textAt: async (_: string, name: string) => texts[name],
      reparseWith: async (file: ModelFile, others: ReadonlyMap<string, string>) => read(file.path, others),
    },
  };
  return { files, file: files.find((file) => file.path === path)!, server };
}

/** The files of a fixture, and where the cursor is in one of them. A fixture without such lines is one file. */
export function modelFiles(fixture: string): ModelFiles & { readonly offset: number } {
  const parts = splitFiles(fixture).map(([path, text]) => ({ path, ...unmarked(text) }));
  const { path, offset } = parts.find((part) => part.offset >= 0)!;
  return { ...readModels(Object.fromEntries(parts.map((part) => [part.path, part.text])), path), offset };
}

/** The fixture that files make, with marks around ranges of each, and the cursor where it was. */
export function markedFiles(
  { files, file, offset }: Pick<ModelFiles, 'files' | 'file'> & { readonly offset: number },
  rangesIn: (file: ModelFile) => readonly EditorRange[],
): string {
  return joinFiles(
    files.map((each) => {
      const ranges = rangesIn(each).map((range) => toOffsetRange(each.module, range));
      return [each.path, mark({ text: each.module.text, offset: each === file ? offset : -1 }, ranges)];
    }),
  );
}

/** The fixture that files make. */
export function joinFiles(files: readonly (readonly [name: string, text: string])[]): string {
  if (files.length === 1) return files[0][1];
  return files.map(([name, text]) => `--- ${name}\n${text}`).join('\n');
}

function splitFiles(fixture: string): [name: string, text: string][] {
  const parts = fixture.split(/^--- (.+)\n/m).slice(1);
  if (parts.length === 0) return [['model.bp', fixture]];
  const names = parts.filter((_, i) => i % 2 === 0);
  return names.map((name, i) => {
    const text = parts[2 * i + 1];
    return [name, i < names.length - 1 ? text.replace(/\n$/, '') : text];
  });
}

export function uriOf(name: string): string {
  return `file:///w/${name}`;
}
