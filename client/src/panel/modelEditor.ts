/** The editor of a model: its cursors, and revealing a range of its text. */

import {
  Disposable,
  EventEmitter,
  l10n,
  Range,
  Selection,
  TabInputText,
  type TextEditor,
  TextEditorRevealType,
  type Uri,
  ViewColumn,
  window,
} from 'vscode';
import { errorMessage } from '../../../protocol/shared/errorMessage.ts';
import type { TextRange } from '../../../protocol/shared/textRange.ts';

export class ModelEditor implements Disposable {
  readonly #moveEmitter = new EventEmitter<void>();
  readonly #listeners: Disposable;
  /** The most recently used of several editors of one model. */
  #lastUsed: TextEditor | undefined;

  /** Fires when a model's cursors move, or its editor opens or closes. */
  readonly onDidMove = this.#moveEmitter.event;

  constructor() {
    this.#listeners = Disposable.from(
      this.#moveEmitter,
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#setLastUsed(textEditor)),
      window.onDidChangeActiveTextEditor((editor) => editor && this.#setLastUsed(editor)),
      window.onDidChangeVisibleTextEditors(() => this.#moveEmitter.fire()),
    );
  }

  #setLastUsed(editor: TextEditor): void {
    if (editor.document.languageId !== 'bp') return;
    this.#lastUsed = editor;
    this.#moveEmitter.fire();
  }

  selectionsOf(uri: Uri): readonly TextRange[] {
    return this.#editorOf(uri)?.selections.map(({ start, end }) => ({ start, end })) ?? [];
  }

  #editorOf(uri: Uri): TextEditor | undefined {
    const visibleEditors = window.visibleTextEditors.filter(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    return visibleEditors.find((editor) => editor === this.#lastUsed) ?? visibleEditors[0];
  }

  /** Selects a range in the model's editor, or opens one beside the panel. */
  async reveal(uri: Uri, { start, end }: TextRange, panelColumn: ViewColumn | undefined): Promise<void> {
    const defaultColumn = panelColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
    const viewColumn = this.#editorOf(uri)?.viewColumn ?? tabColumn(uri) ?? defaultColumn;
    try {
      const range = new Range(start.line, start.character, end.line, end.character);
      const editor = await window.showTextDocument(uri, { viewColumn, preserveFocus: true });
      editor.selection = new Selection(range.start, range.end);
      editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    } catch (error) {
      window.showErrorMessage(l10n.t("Can't show the text of this node: {0}", errorMessage(error)));
    }
  }

  dispose(): void {
    this.#listeners.dispose();
  }
}

/** The column in which a file is open in the background. */
function tabColumn(file: Uri): ViewColumn | undefined {
  const isTabOfFile = (input: unknown) => input instanceof TabInputText && input.uri.toString() === file.toString();
  return window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) => isTabOfFile(input)))?.viewColumn;
}
