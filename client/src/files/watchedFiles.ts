/** Notifies the server when a file that it has requested is created, changed or deleted. */

import { Disposable, RelativePattern, Uri, workspace } from 'vscode';
import { type BaseLanguageClient, DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageclient';

export class WatchedFiles implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #onNotified: () => void;
  readonly #files = new Set<string>();
  /** One watcher per folder, since VS Code can't watch a single file that does not exist yet. */
  readonly #folderWatchers = new Map<string, Disposable>();

  /** @param onNotified called when the server has been notified. */
  constructor(client: BaseLanguageClient, onNotified: () => void) {
    this.#client = client;
    this.#onNotified = onNotified;
  }

  add(file: Uri): void {
    this.#files.add(file.toString());
    const folder = Uri.joinPath(file, '..');
    if (!this.#folderWatchers.has(folder.toString())) this.#folderWatchers.set(folder.toString(), this.#watch(folder));
  }

  #watch(folder: Uri): Disposable {
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, '*'));
    return Disposable.from(
      watcher,
      watcher.onDidCreate((file) => this.#notify(file, FileChangeType.Created)),
      watcher.onDidChange((file) => this.#notify(file, FileChangeType.Changed)),
      watcher.onDidDelete((file) => this.#notify(file, FileChangeType.Deleted)),
    );
  }

  #notify(file: Uri, type: FileChangeType): void {
    const uri = file.toString();
    if (!this.#files.has(uri)) return;
    const notification = this.#client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri, type }],
    });
    // A server that has stopped needs no notification.
    notification.catch(() => undefined);
    this.#onNotified();
  }

  dispose(): void {
    Disposable.from(...this.#folderWatchers.values()).dispose();
  }
}
