/** In-memory files that a test client serves to the server, with controllable delays. */

import type { ProtocolConnection } from 'vscode-languageserver/node';
import {
  type ListFolderParams,
  type ListFolderResult,
  listFolderMethod,
  type ReadFileParams,
  type ReadFileResult,
  readFileMethod,
  type WatchFileParams,
  type WriteFileParams,
  watchFileMethod,
  writeFileMethod,
} from '../../../protocol/editor/files.ts';
import { fromBase64, toBase64 } from '../../../protocol/shared/base64.ts';

export class ClientFiles {
  /** Contents by URI. */
  readonly contents = new Map<string, Uint8Array>();
  /** Requested URIs in order. */
  readonly reads: string[] = [];
  /** URIs that the server asked to watch without reading them through the client, in order. */
  readonly watched: string[] = [];
  /** True if writes fail. */
  isReadOnly = false;
  /** Delays a read after it has taken the content. */
  delay: (uri: string) => Promise<void> = () => Promise.resolve();

  constructor(texts: Readonly<Record<string, string>>) {
    for (const [uri, text] of Object.entries(texts)) this.write(uri, text);
  }

  write(uri: string, text: string): void {
    this.contents.set(uri, new TextEncoder().encode(text));
  }

  /** Blocks further reads until the returned function is called. */
  hold(): () => void {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.delay = () => released;
    return () => release();
  }

  serve(connection: ProtocolConnection): void {
    connection.onRequest<void, void>(writeFileMethod, ({ uri, base64 }: WriteFileParams) => {
      if (this.isReadOnly) throw new Error('the disk is full');
      if (base64 === null) this.contents.delete(uri);
      else this.contents.set(uri, fromBase64(base64));
    });
    connection.onNotification(watchFileMethod, ({ uri }: WatchFileParams) => {
      this.watched.push(uri);
    });
    connection.onRequest<ListFolderResult, void>(listFolderMethod, ({ uri }: ListFolderParams) => this.#list(uri));
    connection.onRequest<ReadFileResult, void>(readFileMethod, async ({ uri, limit }: ReadFileParams) => {
      this.reads.push(uri);
      const bytes = this.contents.get(uri);
      await this.delay(uri);
      if (bytes === undefined) return { kind: 'missing' };
      if (bytes.length > limit) return { kind: 'too-large', size: bytes.length };
      return { kind: 'bytes', base64: toBase64(bytes) };
    });
  }

  #list(folder: string): ListFolderResult {
    const paths = [...this.contents.keys()].filter((uri) => uri.startsWith(folder));
    const entries = paths.map((uri) => uri.slice(folder.length).split('/'));
    const isFolder = new Map(entries.map(([name, ...inside]) => [decodeURIComponent(name), inside.length > 0]));
    return [...isFolder].map(([name, is]) => ({ name, isFolder: is }));
  }
}
