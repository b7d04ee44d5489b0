/** Which model the panel shows: the one that is looked at, or the one it is pinned to. */

import { Disposable, EventEmitter, type FileRenameEvent, type TextDocument, Uri, window, workspace } from 'vscode';
import type { PanelMemory } from '../../../server/src/protocol/panel/messages.ts';
import { backwardPassScheme } from '../backwardPass.ts';
import { fileNameOf } from './fileName.ts';
import { afterRename } from './fileRenames.ts';

export class PanelModel implements Disposable {
  #uri: Uri;
  /** The model that was looked at last. */
  #looked: Uri;
  #isPinned: boolean;
  readonly #change = new EventEmitter<void>();
  readonly #listening: Disposable;

  readonly onDidChange = this.#change.event;

  constructor(uri: Uri, isPinned = false) {
    this.#uri = uri;
    const looked = window.activeTextEditor?.document;
    this.#looked = looked && isModel(looked) ? looked.uri : uri;
    this.#isPinned = isPinned;
    const touches = ({ uri: touched }: TextDocument) => {
      if (this.is(touched.toString())) this.#change.fire();
    };
    this.#listening = Disposable.from(
      this.#change,
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor && isModel(editor.document)) this.#look(editor.document.uri);
      }),
      workspace.onDidOpenTextDocument(touches),
      workspace.onDidCloseTextDocument(touches),
      workspace.onDidRenameFiles((event) => this.#rename(event)),
    );
  }

  /** As it was before the window was reloaded. */
  static async restored({ uri, isPinned }: PanelMemory): Promise<PanelModel> {
    const model = Uri.parse(uri);
    // A file that is gone meanwhile is shown as one that is closed.
    await workspace.openTextDocument(model).then(undefined, () => undefined);
    return new PanelModel(model, isPinned);
  }

  get uri(): Uri {
    return this.#uri;
  }

  get isPinned(): boolean {
    return this.#isPinned;
  }

  get name(): string {
    return fileNameOf(this.#uri);
  }

  get isOpen(): boolean {
    return workspace.textDocuments.some(({ uri }) => this.is(uri.toString()));
  }

  is(uri: string): boolean {
    return uri === this.#uri.toString();
  }

  #look(uri: Uri): void {
    this.#looked = uri;
    if (!this.#isPinned) this.show(uri);
  }

  #rename(event: FileRenameEvent): void {
    this.#looked = afterRename(this.#looked, event);
    this.show(afterRename(this.#uri, event));
  }

  show(uri: Uri): void {
    if (this.is(uri.toString())) return;
    this.#uri = uri;
    this.#change.fire();
  }

  pin(isPinned: boolean): void {
    this.#isPinned = isPinned;
    if (!isPinned) this.#uri = this.#looked;
    this.#change.fire();
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

/** The document of a reverse pass is a model too, and yet is read beside the one whose graph is shown. */
function isModel({ languageId, uri }: TextDocument): boolean {
  return languageId === 'bp' && uri.scheme !== backwardPassScheme;
}
