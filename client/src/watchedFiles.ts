/** Tells the server when a file that it has asked for changes, appears or goes away, and of no other. */

import { Disposable, RelativePattern, Uri, workspace } from 'vscode';
import { type BaseLanguageClient, DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageclient';

export class WatchedFiles implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #onTold: () => void;
  readonly #files = new Set<string>();
  /** The watcher of each folder that one of them is in: VS Code watches no single file that isn't there yet. */
  readonly #folders = new Map<string, Disposable>();

  /** @param onTold called when the server has been told of a change. */
  constructor(client: BaseLanguageClient, onTold: () => void) {
    this.#client = client;
    this.#onTold = onTold;
  }

  add(file: Uri): void {
    this.#files.add(file.toString());
    const folder = Uri.joinPath(file, '..');
    if (!this.#folders.has(folder.toString())) this.#folders.set(folder.toString(), this.#watch(folder));
  }

  #watch(folder: Uri): Disposable {
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, '*'));
    return Disposable.from(
      watcher,
      watcher.onDidCreate((file) => this.#tell(file, FileChangeType.Created)),
      watcher.onDidChange((file) => this.#tell(file, FileChangeType.Changed)),
      watcher.onDidDelete((file) => this.#tell(file, FileChangeType.Deleted)),
    );
  }

  #tell(file: Uri, type: FileChangeType): void {
    const uri = file.toString();
    if (!this.#files.has(uri)) return;
    const telling = this.#client.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri, type }] });
    // A server that is gone misses nothing.
    telling.catch(() => undefined);
    this.#onTold();
  }

  dispose(): void {
    Disposable.from(...this.#folders.values()).dispose();
  }
}
