/** The documents that are open in the editor, by URI: follows their texts, and publishes their views. */

import { type Connection, Emitter, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Evaluator } from '../evaluation/evaluator.ts';
import { canonicalUri } from '../files/uris.ts';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';
import type { EvaluatedSnapshot } from '../snapshot/snapshot.ts';
import type { FileView } from './fileView.ts';
import { OpenDocument } from './openDocument.ts';
import { Overlay } from './overlay.ts';
import { documentsOverBudget, type ValueBudget, valueBudget } from './valueBudget.ts';

export class OpenDocuments {
  readonly #evaluator: Evaluator;
  readonly #files: WorkspaceFiles;
  readonly #settingsRead: () => Promise<void>;
  readonly #texts = new TextDocuments(TextDocument);
  readonly #documents = new Map<string, OpenDocument>();
  readonly #budget: ValueBudget;
  /** The URIs of the documents, those shown or edited last at the end. */
  readonly #byRecency = new Set<string>();
  #releaseTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #published = new Emitter<FileView>();
  readonly #closed = new Emitter<string>();
  /** A document has published a view: a new version, or other numbers. */
  readonly onPublished = this.#published.event;
  readonly onClosed = this.#closed.event;
  readonly onSaved = this.#texts.onDidSave;

  /** @param settingsRead resolves when the display settings are known. */
  constructor(
    connection: Connection,
    evaluator: Evaluator,
    files: WorkspaceFiles,
    settingsRead: () => Promise<void>,
    budget: ValueBudget = valueBudget,
  ) {
    this.#budget = budget;
    this.#evaluator = evaluator;
    this.#files = files;
    this.#settingsRead = settingsRead;
    this.#texts.onDidChangeContent(({ document }) => this.#change(document));
    this.#texts.onDidClose(({ document }) => this.#close(document.uri));
    this.#texts.listen(connection);
  }

  get uris(): readonly string[] {
    return [...this.#documents.keys()];
  }

  /** The canonical URIs of the files that they read. */
  get usedUris(): ReadonlySet<string> {
    return new Set([...this.#documents.values()].flatMap(({ usedUris }) => [...usedUris]));
  }

  get(uri: string): OpenDocument | undefined {
    return this.#documents.get(uri);
  }

  /** The newest text of a document, which may not be shown yet. */
  text(uri: string): string | undefined {
    return this.#texts.get(uri)?.getText();
  }

  /** The newest text of a document, by its canonical URI. */
  textAt(canonical: string): string | undefined {
    return this.#texts
      .all()
      .find(({ uri }) => canonicalUri(uri) === canonical)
      ?.getText();
  }

  /** The file once it is published; at once if its values were released, for requests that need none of them. */
  async whenPublishedOrReleased(uri: string): Promise<FileView | undefined> {
    const document = this.get(uri);
    if (!document?.areValuesReleased) await document?.whenPublished();
    return this.get(uri)?.view;
  }

  /**
   * Records that the client shows a document: it is evaluated before others and keeps its values.
   * @returns its view, unless its values were released and are being computed again.
   */
  markVisible(uri: string): FileView | undefined {
    const document = this.get(uri);
    if (document === undefined) return undefined;
    this.#markSeen(uri);
    if (!document.areValuesReleased) return document.view;
    document.restoreValues();
    return undefined;
  }

  /** The file once it is evaluated, or when the settling time is over. All features resume together. */
  async whenPublished(uri: string): Promise<FileView | undefined> {
    this.markVisible(uri);
    await this.get(uri)?.whenPublished();
    return this.get(uri)?.view;
  }

  /** The file once its evaluation has ended, with or without numbers, however long it takes. */
  async whenFinished(uri: string): Promise<FileView | undefined> {
    this.markVisible(uri);
    await this.get(uri)?.whenFinished();
    return this.get(uri)?.view;
  }

  /** An overlay of temporary values on a version of a document. */
  overlay(uri: string, base: EvaluatedSnapshot): Overlay {
    return new Overlay(base, {
      acceptsOverlay: (overlay) => this.get(uri)?.acceptsOverlay(overlay) ?? false,
      showOverlay: (overlay, shown) => this.get(uri)?.showOverlay(overlay, shown) ?? false,
    });
  }

  /** Analyzes the documents that depend on these files again. */
  onFilesChanged(uris: readonly string[]): void {
    const changedUris = uris.map(canonicalUri);
    for (const uri of changedUris) this.#files.invalidate(uri);
    for (const document of this.#documents.values()) document.onFilesChanged(changedUris);
  }

  /** Analyzes all documents again, because the files that they may name have changed. */
  analyzeAgain(): void {
    for (const document of this.#documents.values()) document.analyzeAgain();
  }

  /** Publishes the views of all documents again, because the way in which they are shown has changed. */
  republish(): void {
    for (const { view } of this.#documents.values()) if (view) this.#published.fire(view);
  }

  closeAll(): void {
    for (const document of this.#documents.values()) document.close();
    this.#documents.clear();
  }

  #change(document: TextDocument): void {
    const { uri } = document;
    const openDocument = this.get(uri);
    if (openDocument) {
      openDocument.change(document);
      this.#evaluator.markEdited(uri);
      this.#markSeen(uri);
    } else this.#open(uri).change(document);
    this.onFilesChanged([uri]);
  }

  #open(uri: string): OpenDocument {
    const openDocument = new OpenDocument(
      uri,
      this.#evaluator,
      () => this.#files.filesFor(uri),
      this.#settingsRead(),
      (view) => this.#publish(view),
    );
    this.#documents.set(uri, openDocument);
    this.#byRecency.add(uri);
    return openDocument;
  }

  #markSeen(uri: string): void {
    this.#byRecency.delete(uri);
    this.#byRecency.add(uri);
    this.#evaluator.prioritize(uri);
  }

  #publish(view: FileView): void {
    this.#published.fire(view);
    // Requests that waited for this view read it first.
    this.#releaseTimer ??= setTimeout(() => this.#releaseValues(), 0);
  }

  #releaseValues(): void {
    this.#releaseTimer = undefined;
    const documents = [...this.#byRecency].reverse().flatMap((uri) => this.get(uri) ?? []);
    for (const document of documentsOverBudget(documents, this.#budget)) document.releaseValues();
  }

  #close(uri: string): void {
    this.get(uri)?.close();
    this.#documents.delete(uri);
    this.#byRecency.delete(uri);
    this.#evaluator.forget(uri);
    this.#closed.fire(uri);
    this.onFilesChanged([uri]);
    this.#files.releaseUnused();
    this.onFilesChanged(this.#files.releaseLeftOut());
  }
}
