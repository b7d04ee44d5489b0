/** The models that there are besides those that are open: in the folders of the workspace, and what any of them imports. */

import type { FileView, ModelFile } from '../features/feature.ts';
import { type Files, isTrouble } from '../language/base/files.ts';
import { loadModel, type Module } from '../language/names/modules.ts';
import type { FilesAround } from './fileStore.ts';
import type { ListFolder } from './storedFile.ts';
import { canonicalUri, fileName } from './uris.ts';

/** What is looked through of a workspace: more of it is left out. */
const most = { models: 1_000, folders: 1_000, depth: 8 };

/** In milliseconds: while somebody types what is searched for, folders are not listed again at each key. */
const listingLasts = 3_000;

/** Folders that hold no models of the user. */
const skipped = /^(?:\.|node_modules$)/;

export class Models {
  readonly #around: (uri: string) => FilesAround;
  readonly #list: ListFolder;
  /** As they were read last, by their paths: what hasn't changed is not read again. */
  readonly #earlier = new Map<string, Module>();
  #listing: { readonly at: number; readonly uris: Promise<readonly string[]> } | undefined;

  constructor(around: (uri: string) => FilesAround, list: ListFolder) {
    this.#around = around;
    this.#list = list;
  }

  async all(open: readonly ModelFile[], folders: readonly string[]): Promise<readonly ModelFile[]> {
    const found = new Map(open.map((file) => [file.path, file]));
    let next: readonly string[] = [...open.flatMap(importsOf), ...(await this.#listed(folders))];
    while (next.length > 0) {
      const unknown = [...new Set(next)]
        .filter((path) => !found.has(path))
        .slice(0, Math.max(0, most.models - found.size));
      const files = (await Promise.all(unknown.map((path) => this.#closed(path)))).flatMap((file) => file ?? []);
      for (const file of files) found.set(file.path, file);
      next = files.flatMap(importsOf);
    }
    return [...found.values()];
  }

  async #closed(path: string): Promise<ModelFile | undefined> {
    const module = await this.read(path);
    if (module) this.#earlier.set(path, module);
    else this.#earlier.delete(path);
    return module && { uri: path, path, module };
  }

  /** One model, with other texts in place of those that some files have; undefined where there is no such file. */
  async read(uri: string, texts: ReadonlyMap<string, string> = new Map()): Promise<Module | undefined> {
    const around = this.#around(uri);
    const files: Files = {
      table: (name, columns) => around.table(name, columns),
      text(name, from) {
        const file = around.text(name, from);
        return isTrouble(file) ? file : { ...file, text: texts.get(file.path) ?? file.text };
      },
    };
    const path = canonicalUri(uri);
    const textOf = (): string | undefined => {
      const own = files.text(`./${fileName(uri)}`, '');
      return isTrouble(own) ? undefined : own.text;
    };
    for (;;) {
      const text = texts.get(path) ?? textOf();
      const module = text === undefined ? undefined : loadModel(text, files, this.#earlier.get(path));
      const arrival = around.ready();
      if (arrival === undefined) return module;
      await arrival;
    }
  }

  #listed(folders: readonly string[]): Promise<readonly string[]> {
    const now = performance.now();
    if (this.#listing === undefined || now - this.#listing.at > listingLasts)
      this.#listing = { at: now, uris: this.#modelsIn(folders) };
    return this.#listing.uris;
  }

  /** The paths of the models in some folders and the folders in them, the outer ones first. */
  async #modelsIn(roots: readonly string[]): Promise<readonly string[]> {
    const models: string[] = [];
    const folders = roots.map((uri) => ({ uri: `${canonicalUri(uri).replace(/\/$/, '')}/`, depth: 0 }));
    for (let at = 0; at < Math.min(folders.length, most.folders) && models.length < most.models; at++) {
      const { uri, depth } = folders[at];
      const entries = [...(await this.#list(uri))].sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const { name, isFolder } of entries) {
        const inside = uri + encodeURIComponent(name);
        if (!isFolder && name.endsWith('.bp')) models.push(inside);
        else if (isFolder && depth < most.depth && !skipped.test(name))
          folders.push({ uri: `${inside}/`, depth: depth + 1 });
      }
    }
    return models;
  }
}

export function openModel({ uri, snapshot }: FileView): ModelFile {
  return { uri, path: canonicalUri(uri), version: snapshot.version, module: snapshot.module };
}

function importsOf({ module }: ModelFile): string[] {
  return module.imports.map(({ path }) => path);
}
