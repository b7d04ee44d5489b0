/** The models that are not open: those in the folders of the workspace, and what these and open models import. */

import { runInTurns } from '../../evaluation/timeSlices.ts';
import type { FileContent } from '../fileAccess.ts';
import type { WorkspaceFiles } from '../workspaceFiles.ts';
import { DefinitionTable } from './definitionTable.ts';
import type { ModelListing } from './modelListing.ts';
import type { ModuleFile } from './moduleFile.ts';
import { workspaceLimits as limits } from './workspaceLimits.ts';

export interface ClosedModel {
  readonly uri: string;
  readonly definitions: DefinitionTable;
  /** Absent if its definitions were kept from the last visit. */
  readonly bytes?: Uint8Array;
}

export interface Visitor {
  /** False to stop the visit. */
  readonly visit: (model: ClosedModel) => boolean | Promise<boolean>;
  /** Called before each slice of work; false to give up. */
  readonly isCurrent: () => boolean;
  /** True if the bytes of every model are needed. */
  readonly needsBytes: boolean;
}

/** The outcome of a visit. A visit that is not complete has left models out because of a limit. */
export type VisitOutcome = 'complete' | 'incomplete' | 'stopped' | 'cancelled';

export class ClosedModels {
  readonly #files: WorkspaceFiles;
  readonly #listing: ModelListing;
  /** Definitions of the last visits, by URI. */
  readonly #kept = new Map<string, DefinitionTable>();
  #keptBytes = 0;
  #expiry: ReturnType<typeof setTimeout> | undefined;

  constructor(files: WorkspaceFiles, listing: ModelListing) {
    this.#files = files;
    this.#listing = listing;
  }

  /** Visits the models one after another, those that open models import first. */
  async visit(open: readonly ModuleFile[], visitor: Visitor): Promise<VisitOutcome> {
    try {
      return await this.#visit(open, visitor);
    } finally {
      clearTimeout(this.#expiry);
      this.#expiry = setTimeout(() => this.#forget(), limits.lifetime);
    }
  }

  async #visit(open: readonly ModuleFile[], { visit, isCurrent, needsBytes }: Visitor): Promise<VisitOutcome> {
    const listed = await this.#listing.models();
    const found = new Set(open.map(({ path }) => path));
    const imported = open.flatMap(({ module }) => module.imports.map(({ path }) => path));
    const queue = unique([...imported, ...listed.uris].filter((uri) => !found.has(uri)));
    for (const uri of queue) found.add(uri);
    const reads = new ReadAhead(queue, (uri) =>
      !needsBytes && this.#kept.has(uri) ? undefined : this.#files.readOnce(uri, limits.modelSize),
    );
    let { isComplete } = listed;
    let bytesRead = 0;
    for (let index = 0; index < queue.length; index++) {
      if (!isCurrent()) return 'cancelled';
      if (index >= limits.models || bytesRead > limits.bytesRead) return 'incomplete';
      const uri = queue[index];
      const content = await reads.take(index);
      bytesRead += content?.kind === 'bytes' ? content.bytes.length : 0;
      isComplete &&= content?.kind !== 'too-large';
      const model = await this.#modelOf(uri, content, isCurrent);
      if (!isCurrent()) return 'cancelled';
      if (model === undefined) continue;
      if (!(await visit(model))) return 'stopped';
      for (const path of model.definitions.imports) {
        const importedUri = this.#files.uriAt(uri, path);
        if (importedUri === undefined || found.has(importedUri) || queue.length > limits.models) continue;
        found.add(importedUri);
        queue.push(importedUri);
      }
    }
    return isComplete ? 'complete' : 'incomplete';
  }

  /** Undefined if the file cannot be read. */
  async #modelOf(
    uri: string,
    content: FileContent | undefined,
    isCurrent: () => boolean,
  ): Promise<ClosedModel | undefined> {
    const kept = this.#kept.get(uri);
    if (content === undefined) return kept && { uri, definitions: kept };
    if (content.kind !== 'bytes') return undefined;
    const { bytes } = content;
    if (kept) return { uri, definitions: kept, bytes };
    const definitions = await runInTurns(DefinitionTable.scan(bytes, limits.slice), isCurrent);
    if (definitions === undefined) return undefined;
    if (this.#keptBytes + definitions.byteLength <= limits.keptDefinitions) {
      this.#kept.set(uri, definitions);
      this.#keptBytes += definitions.byteLength;
    }
    return { uri, definitions, bytes };
  }

  #forget(): void {
    this.#kept.clear();
    this.#keptBytes = 0;
  }
}

/** Reads files of a growing list shortly before they are needed. */
class ReadAhead<Content> {
  readonly #uris: readonly string[];
  readonly #read: (uri: string) => Content;
  readonly #reads = new Map<number, Content>();

  constructor(uris: readonly string[], read: (uri: string) => Content) {
    this.#uris = uris;
    this.#read = read;
  }

  take(index: number): Content {
    for (let ahead = index; ahead < Math.min(this.#uris.length, index + limits.concurrentReads); ahead++)
      if (!this.#reads.has(ahead)) this.#reads.set(ahead, this.#read(this.#uris[ahead]));
    const content = this.#reads.get(index)!;
    this.#reads.delete(index);
    return content;
  }
}

function unique(uris: readonly string[]): string[] {
  return [...new Set(uris)];
}
