/** The models of the workspace: those that are open, those in its folders, and what any of them imports. */

import type { OpenDocuments } from '../documents/openDocuments.ts';
import { type Files, isFileError } from '../language/names/files.ts';
import { loadModule } from '../language/names/loadModule.ts';
import type { Module } from '../language/names/module.ts';
import type { ModelFile } from './modelFile.ts';
import { canonicalUri, fileName } from './uris.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

/** Limits of the search in a workspace. */
const limits = { models: 1_000, folders: 1_000, depth: 8 };

/** In milliseconds: while a user types a search, folders are not listed again at each keystroke. */
const listingLifetime = 3_000;

/** Folders without models of the user. */
const ignoredFolders = /^(?:\.|node_modules$)/;

export class WorkspaceModels {
  readonly #documents: OpenDocuments;
  readonly #files: WorkspaceFiles;
  /** Modules as last read, by path; what hasn't changed is not read again. */
  readonly #previousModules = new Map<string, Module>();
  #listing: { readonly listedAt: number; readonly uris: Promise<readonly string[]> } | undefined;

  constructor(documents: OpenDocuments, files: WorkspaceFiles) {
    this.#documents = documents;
    this.#files = files;
  }

  /** An open file as a model. */
  async open(uri: string): Promise<ModelFile | undefined> {
    const view = await this.#documents.fileWithoutNumbers(uri);
    return view && { uri, path: canonicalUri(uri), version: view.snapshot.version, module: view.snapshot.module };
  }

  /** The open models, those in the folders of the workspace, and those that they import. */
  async all(): Promise<readonly ModelFile[]> {
    const open = (await Promise.all(this.#documents.uris.map((uri) => this.open(uri)))).flatMap((file) => file ?? []);
    const found = new Map(open.map((file) => [file.path, file]));
    let pendingPaths: readonly string[] = [...open.flatMap(importsOf), ...(await this.#listedModels())];
    while (pendingPaths.length > 0) {
      const unreadPaths = [...new Set(pendingPaths)]
        .filter((path) => !found.has(path))
        .slice(0, Math.max(0, limits.models - found.size));
      const files = (await Promise.all(unreadPaths.map((path) => this.#readClosed(path)))).flatMap(
        (file) => file ?? [],
      );
      for (const file of files) found.set(file.path, file);
      pendingPaths = files.flatMap(importsOf);
    }
    return [...found.values()];
  }

  async #readClosed(path: string): Promise<ModelFile | undefined> {
    const module = await this.read(path);
    if (module) this.#previousModules.set(path, module);
    else this.#previousModules.delete(path);
    return module && { uri: path, path, module };
  }

  /** Reads one model, with `texts` in place of some files' own; undefined if there is no such file. */
  async read(uri: string, texts: ReadonlyMap<string, string> = new Map()): Promise<Module | undefined> {
    const modelFiles = this.#files.filesFor(uri);
    const files: Files = {
      readSamples: (name, columns) => modelFiles.readSamples(name, columns),
      readText(name, from) {
        const file = modelFiles.readText(name, from);
        return isFileError(file) ? file : { ...file, text: texts.get(file.path) ?? file.text };
      },
    };
    const path = canonicalUri(uri);
    const textOf = (): string | undefined => {
      const ownFile = files.readText(`./${fileName(uri)}`, '');
      return isFileError(ownFile) ? undefined : ownFile.text;
    };
    for (;;) {
      const text = texts.get(path) ?? textOf();
      const module = text === undefined ? undefined : loadModule(text, files, this.#previousModules.get(path));
      const pending = modelFiles.pendingReads();
      if (pending === undefined) return module;
      await pending;
    }
  }

  #listedModels(): Promise<readonly string[]> {
    const now = performance.now();
    if (this.#listing === undefined || now - this.#listing.listedAt > listingLifetime)
      this.#listing = { listedAt: now, uris: this.#modelsIn(this.#files.folders) };
    return this.#listing.uris;
  }

  /** The paths of the models in folders and their subfolders, outer ones first. */
  async #modelsIn(roots: readonly string[]): Promise<readonly string[]> {
    const models: string[] = [];
    const folders = roots.map((uri) => ({ uri: `${canonicalUri(uri).replace(/\/$/, '')}/`, depth: 0 }));
    for (let index = 0; index < Math.min(folders.length, limits.folders) && models.length < limits.models; index++) {
      const { uri, depth } = folders[index];
      const entries = [...(await this.#files.list(uri))].sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const { name, isFolder } of entries) {
        const childUri = uri + encodeURIComponent(name);
        if (!isFolder && name.endsWith('.bp')) models.push(childUri);
        else if (isFolder && depth < limits.depth && !ignoredFolders.test(name))
          folders.push({ uri: `${childUri}/`, depth: depth + 1 });
      }
    }
    return models;
  }
}

function importsOf({ module }: ModelFile): string[] {
  return module.imports.map(({ path }) => path);
}
