/** The models of the workspace: those that are open, those in its folders, and what any of them imports. */

import { canonicalUri, fileNameOf } from '../files/uris.ts';
import { type ClosedModel, ClosedModels, type VisitOutcome, type Visitor } from '../files/workspace/closedModels.ts';
import { ModelListing } from '../files/workspace/modelListing.ts';
import type { ModuleFile } from '../files/workspace/moduleFile.ts';
import { workspaceLimits } from '../files/workspace/workspaceLimits.ts';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';
import { type Files, isFileError } from '../language/names/modules/files.ts';
import { loadModule } from '../language/names/modules/loadModule.ts';
import { type Module, transitiveImports } from '../language/names/modules/module.ts';
import type { OpenDocuments } from './openDocuments.ts';

/** Models, and whether none was left out because of a limit. */
export interface FoundModels {
  readonly files: readonly ModuleFile[];
  readonly isComplete: boolean;
}

export class WorkspaceModels {
  readonly #documents: OpenDocuments;
  readonly #files: WorkspaceFiles;
  readonly #closed: ClosedModels;
  /** Modules as last read, by path; what hasn't changed is not parsed again. Kept for a while. */
  readonly #previousModules = new Map<string, Module>();
  #expiry: ReturnType<typeof setTimeout> | undefined;

  constructor(documents: OpenDocuments, files: WorkspaceFiles) {
    this.#documents = documents;
    this.#files = files;
    this.#closed = new ClosedModels(files, new ModelListing(files));
  }

  /** An open file as a model. */
  async open(uri: string): Promise<ModuleFile | undefined> {
    const view = await this.#documents.whenPublishedOrReleased(uri);
    return view && { uri, path: canonicalUri(uri), version: view.snapshot.version, module: view.snapshot.module };
  }

  async allOpen(): Promise<readonly ModuleFile[]> {
    return (await Promise.all(this.#documents.uris.map((uri) => this.open(uri)))).flatMap((file) => file ?? []);
  }

  /** The open file, or the one in the workspace. */
  async file(uri: string): Promise<ModuleFile | undefined> {
    return (await this.open(uri)) ?? (await this.#readClosed(uri));
  }

  /** Visits the models of the workspace that are not open. */
  visitClosed(open: readonly ModuleFile[], visitor: Visitor): Promise<VisitOutcome> {
    return this.#closed.visit(open, visitor);
  }

  /** The open models and those in the workspace whose text contains one of these names. */
  async mentioning(...names: readonly string[]): Promise<FoundModels> {
    const open = await this.allOpen();
    const files = [...open];
    const total = { length: 0, statements: 0 };
    const visit = async ({ uri }: ClosedModel): Promise<boolean> => {
      const file = await this.#readClosed(uri);
      if (file === undefined) return true;
      addSize(file.module, total);
      if (total.length > workspaceLimits.parsedLength || total.statements > workspaceLimits.parsedStatements)
        return false;
      files.push(file);
      return true;
    };
    const mayMatchIn = (text: string): boolean => names.some((name) => text.includes(name));
    const outcome = await this.#closed.visit(open, { mayMatchIn, visit, isCurrent: () => true, needsTexts: true });
    return { files, isComplete: outcome === 'complete' };
  }

  /** Undefined if it cannot be read as a model. An error is a bug, and is contained to this file. */
  async #readClosed(path: string): Promise<ModuleFile | undefined> {
    try {
      const module = await this.read(path);
      if (module) this.#previousModules.set(path, module);
      else this.#previousModules.delete(path);
      return module && { uri: path, path, module };
    } catch (error) {
      console.error(error);
      return undefined;
    } finally {
      clearTimeout(this.#expiry);
      this.#expiry = setTimeout(() => this.#forget(), workspaceLimits.lifetime);
    }
  }

  #forget(): void {
    this.#previousModules.clear();
    this.#files.releaseUnused();
  }

  /** Reads one model, with `texts` in place of some files' own; undefined if there is no such file. */
  async read(uri: string, texts: ReadonlyMap<string, string> = new Map()): Promise<Module | undefined> {
    const readableFiles = this.#files.filesFor(uri);
    const files: Files = {
      readSamples: (...args) => readableFiles.readSamples(...args),
      readText(name, from) {
        const file = readableFiles.readText(name, from);
        return isFileError(file) ? file : { ...file, text: texts.get(file.path) ?? file.text };
      },
    };
    const path = canonicalUri(uri);
    const textOf = (): string | undefined => {
      const ownFile = files.readText(`./${fileNameOf(uri)}`, '');
      return isFileError(ownFile) ? undefined : ownFile.text;
    };
    for (;;) {
      const text = texts.get(path) ?? textOf();
      const module = text === undefined ? undefined : loadModule(text, files, this.#previousModules.get(path));
      const pending = readableFiles.pendingReads();
      if (pending === undefined) return module;
      await pending;
    }
  }
}

/** Adds the size of a module and of those that it imports. */
function addSize(module: Module, total: { length: number; statements: number }): void {
  for (const { text, tree } of [module, ...transitiveImports(module)]) {
    total.length += text.length;
    total.statements += tree.statementCount;
  }
}
