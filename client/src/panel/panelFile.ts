/** The file that the panel shows: the most recently viewed model, or the pinned one. */

import { Disposable, EventEmitter, type FileRenameEvent, type TextDocument, Uri, window, workspace } from 'vscode';
import type { StoredPanelState } from '../../../protocol/panel/messages.ts';
import { backwardPassScheme } from '../backwardPass.ts';
import { fileName } from '../files/fileName.ts';
import { renamedUri } from './renamedUri.ts';

export class PanelFile implements Disposable {
  #uri: Uri;
  /** The most recently viewed model. */
  #lastActive: Uri;
  #isPinned: boolean;
  readonly #changeEmitter = new EventEmitter<void>();
  readonly #listeners: Disposable;

  readonly onDidChange = this.#changeEmitter.event;

  constructor(uri: Uri, isPinned = false) {
    this.#uri = uri;
    const activeDocument = window.activeTextEditor?.document;
    this.#lastActive = activeDocument && isModel(activeDocument) ? activeDocument.uri : uri;
    this.#isPinned = isPinned;
    const onDocumentEvent = ({ uri: eventUri }: TextDocument) => {
      if (this.isShowing(eventUri.toString())) this.#changeEmitter.fire();
    };
    this.#listeners = Disposable.from(
      this.#changeEmitter,
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor && isModel(editor.document)) this.#setLastActive(editor.document.uri);
      }),
      workspace.onDidOpenTextDocument(onDocumentEvent),
      workspace.onDidCloseTextDocument(onDocumentEvent),
      workspace.onDidRenameFiles((event) => this.#rename(event)),
    );
  }

  /** Restores the state from before the window was reloaded, unless it is not of a model. */
  static async restore({ uri, isPinned }: StoredPanelState): Promise<PanelFile | undefined> {
    const file = parseUri(uri);
    if (file === undefined) return undefined;
    // A file that no longer exists is shown as a closed one.
    const document = await workspace.openTextDocument(file).then(undefined, () => undefined);
    return document === undefined || isModel(document) ? new PanelFile(file, isPinned) : undefined;
  }

  get uri(): Uri {
    return this.#uri;
  }

  get isPinned(): boolean {
    return this.#isPinned;
  }

  get name(): string {
    return fileName(this.#uri);
  }

  get isOpen(): boolean {
    return workspace.textDocuments.some(({ uri }) => this.isShowing(uri.toString()));
  }

  isShowing(uri: string): boolean {
    return uri === this.#uri.toString();
  }

  #setLastActive(uri: Uri): void {
    this.#lastActive = uri;
    if (!this.#isPinned) this.setUri(uri);
  }

  #rename(event: FileRenameEvent): void {
    this.#lastActive = renamedUri(this.#lastActive, event);
    this.setUri(renamedUri(this.#uri, event));
  }

  setUri(uri: Uri): void {
    if (this.isShowing(uri.toString())) return;
    this.#uri = uri;
    this.#changeEmitter.fire();
  }

  setPinned(isPinned: boolean): void {
    this.#isPinned = isPinned;
    if (!isPinned) this.#uri = this.#lastActive;
    this.#changeEmitter.fire();
  }

  dispose(): void {
    this.#listeners.dispose();
  }
}

/** False for the document of a backward pass, which is open beside the model whose graph is shown. */
function isModel({ languageId, uri }: TextDocument): boolean {
  return languageId === 'bp' && uri.scheme !== backwardPassScheme;
}

function parseUri(uri: string): Uri | undefined {
  try {
    return Uri.parse(uri, true);
  } catch {
    return undefined;
  }
}
