/** A file system in memory with one folder. */
import * as vscode from 'vscode';

export class MemoryFiles implements vscode.FileSystemProvider {
  readonly #files = new Map<string, Uint8Array>();
  readonly #marked = new Set<string>();
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changes.event;

  put(uri: vscode.Uri, content: string): void {
    this.writeFile(uri, new TextEncoder().encode(content));
  }

  /** Gives a file the permission of a read-only one. */
  markReadOnly(uri: vscode.Uri): void {
    this.#marked.add(uri.path);
  }

  has(uri: vscode.Uri): boolean {
    return this.#files.has(uri.path);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const times = { ctime: 0, mtime: Date.now() };
    if (uri.path === '/' || uri.path === '/models') return { type: vscode.FileType.Directory, size: 0, ...times };
    const permissions = this.#marked.has(uri.path) ? { permissions: vscode.FilePermission.Readonly } : {};
    return { type: vscode.FileType.File, size: this.readFile(uri).length, ...times, ...permissions };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {}

  readFile(uri: vscode.Uri): Uint8Array {
    const content = this.#files.get(uri.path);
    if (content === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const type = this.has(uri) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    this.#files.set(uri.path, content);
    this.#changes.fire([{ type, uri }]);
  }

  delete(uri: vscode.Uri): void {
    if (!this.#files.delete(uri.path)) throw vscode.FileSystemError.FileNotFound(uri);
    this.#changes.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  rename(from: vscode.Uri, to: vscode.Uri): void {
    this.writeFile(to, this.readFile(from));
    this.delete(from);
  }
}
