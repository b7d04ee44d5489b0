/** The models in the folders of the workspace, listed anew only after a while. */

import { canonicalUri } from '../uris.ts';
import type { WorkspaceFiles } from '../workspaceFiles.ts';
import { workspaceLimits } from './workspaceLimits.ts';

/** Folders without models of the user. */
const ignoredFolders = /^(?:\.|node_modules$)/;

export interface ListedModels {
  /** Canonical URIs. */
  readonly uris: readonly string[];
  /** False if the folders have more models, or more folders, than the limits. */
  readonly isComplete: boolean;
}

export class ModelListing {
  readonly #files: WorkspaceFiles;
  #last: { readonly listedAt: number; readonly models: Promise<ListedModels> } | undefined;

  constructor(files: WorkspaceFiles) {
    this.#files = files;
  }

  models(): Promise<ListedModels> {
    const now = performance.now();
    if (this.#last === undefined || now - this.#last.listedAt > workspaceLimits.lifetime)
      this.#last = { listedAt: now, models: this.#modelsIn(this.#files.folders) };
    return this.#last.models;
  }

  /** The models in folders and their subfolders, outer ones first. */
  async #modelsIn(roots: readonly string[]): Promise<ListedModels> {
    const uris: string[] = [];
    const folders = roots.map((uri) => ({ uri: `${canonicalUri(uri).replace(/\/$/, '')}/`, depth: 0 }));
    let isComplete = true;
    for (let index = 0; index < folders.length && isComplete; index++) {
      const { uri, depth } = folders[index];
      const entries = [...(await this.#files.list(uri))].sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const { name, isFolder } of entries) {
        const childUri = uri + encodeURIComponent(name);
        if (!isFolder && name.endsWith('.bp')) uris.push(childUri);
        else if (isFolder && depth < workspaceLimits.depth && !ignoredFolders.test(name))
          folders.push({ uri: `${childUri}/`, depth: depth + 1 });
      }
      isComplete = uris.length <= workspaceLimits.models && folders.length <= workspaceLimits.folders;
    }
    return { uris: uris.slice(0, workspaceLimits.models), isComplete };
  }
}
