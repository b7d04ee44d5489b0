/** The models that are not open: those in the folders of the workspace, and what these and open models import. */

import { runInTurns } from '../../evaluation/timeSlices.ts';
import { limits as modelLimits } from '../../language/modelLimits.ts';
import type { FileContent } from '../fileAccess.ts';
import type { WorkspaceFiles } from '../workspaceFiles.ts';
import { DefinitionTable } from './definitionTable.ts';
import type { ModelListing } from './modelListing.ts';
import type { ModuleFile } from './moduleFile.ts';
import { workspaceLimits as limits } from './workspaceLimits.ts';

export interface ClosedModel {
  readonly uri: string;
  readonly definitions: DefinitionTable;
}

export interface Visitor {
  /**
   * False if a part of a text has nothing that is searched for. Models without another part are not visited. Parts overlap by
   * the length of a name.
   */
  readonly mayMatchIn: (text: string) => boolean;
  /** False to stop the visit. */
  readonly visit: (model: ClosedModel) => boolean | Promise<boolean>;
  /** Called before each slice of work; false to give up. */
  readonly isCurrent: () => boolean;
  /** True if models whose definitions are kept from the last visit are read again, to search their texts. */
  readonly needsTexts: boolean;
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

  async #visit(open: readonly ModuleFile[], visitor: Visitor): Promise<VisitOutcome> {
    const { visit, isCurrent, needsTexts } = visitor;
    const listed = await this.#listing.models();
    const found = new Set(open.map(({ path }) => path));
    const imported = open.flatMap(({ module }) => module.imports.map(({ path }) => path));
    const queue = unique([...imported, ...listed.uris].filter((uri) => !found.has(uri)));
    for (const uri of queue) found.add(uri);
    const reads = new ReadAhead(queue, (uri) =>
      !needsTexts && this.#kept.has(uri) ? undefined : this.#files.readOnce(uri, limits.modelSize),
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
      const searched = await this.#definitionsOf(uri, content, visitor);
      if (!isCurrent()) return 'cancelled';
      if (searched === undefined) continue;
      const { definitions, mayMatch } = searched;
      if (mayMatch && !(await visit({ uri, definitions }))) return 'stopped';
      for (const path of definitions.imports) {
        const importedUri = this.#files.uriAt(uri, path);
        if (importedUri === undefined || found.has(importedUri) || queue.length > limits.models) continue;
        found.add(importedUri);
        queue.push(importedUri);
      }
    }
    return isComplete ? 'complete' : 'incomplete';
  }

  /** Undefined if the file cannot be read, or if it has neither what is searched for nor imports. */
  async #definitionsOf(
    uri: string,
    content: FileContent | undefined,
    { mayMatchIn, isCurrent }: Visitor,
  ): Promise<{ readonly definitions: DefinitionTable; readonly mayMatch: boolean } | undefined> {
    const kept = this.#kept.get(uri);
    if (content === undefined) return kept && { definitions: kept, mayMatch: true };
    if (content.kind !== 'bytes') return undefined;
    const preview = await runInTurns(previewOf(content.bytes, mayMatchIn), isCurrent);
    if (!preview?.mayMatch && !preview?.mayImport) return undefined;
    const definitions = kept ?? (await runInTurns(DefinitionTable.scan(content.bytes, limits.slice), isCurrent));
    if (definitions === undefined) return undefined;
    if (!kept && this.#keptBytes + definitions.byteLength <= limits.keptDefinitions) {
      this.#kept.set(uri, definitions);
      this.#keptBytes += definitions.byteLength;
    }
    return { definitions, mayMatch: preview.mayMatch };
  }

  #forget(): void {
    this.#kept.clear();
    this.#keptBytes = 0;
  }
}

const decoder = new TextDecoder();
/** In UTF-8, a UTF-16 unit of a name takes at most three bytes. */
const nameBytes = 3 * modelLimits.nameLength;

interface Preview {
  readonly mayMatch: boolean;
  readonly mayImport: boolean;
}

/** Searches a text in parts that overlap by the length of a name. Faster than finding its definitions. */
function* previewOf(bytes: Uint8Array, mayMatchIn: Visitor['mayMatchIn']): Generator<undefined, Preview> {
  let mayImport = false;
  for (let start = 0; start < bytes.length; start += limits.slice) {
    const text = decoder.decode(bytes.subarray(start, start + limits.slice + nameBytes));
    mayImport ||= text.includes('import');
    if (mayMatchIn(text)) return { mayMatch: true, mayImport: true };
    yield;
  }
  return { mayMatch: false, mayImport };
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
