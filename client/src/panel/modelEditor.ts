/** The editor of a model: where its cursors are, and where a piece of its text is shown. */

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
import type { TextRange } from '../../../server/src/protocol/panel/graph.ts';
import { reasonOf } from '../reason.ts';

export class ModelEditor implements Disposable {
  readonly #move = new EventEmitter<void>();
  readonly #listening: Disposable;
  /** Of several editors of one model, the one that was used last counts. */
  #last: TextEditor | undefined;

  /** The cursors of some model have moved, or its editor has come or gone. */
  readonly onDidMove = this.#move.event;

  constructor() {
    this.#listening = Disposable.from(
      this.#move,
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#use(textEditor)),
      window.onDidChangeActiveTextEditor((editor) => editor && this.#use(editor)),
      window.onDidChangeVisibleTextEditors(() => this.#move.fire()),
    );
  }

  #use(editor: TextEditor): void {
    if (editor.document.languageId !== 'bp') return;
    this.#last = editor;
    this.#move.fire();
  }

  selectionsOf(model: Uri): readonly TextRange[] {
    return this.#editorOf(model)?.selections.map(({ start, end }) => ({ start, end })) ?? [];
  }

  #editorOf(model: Uri): TextEditor | undefined {
    const shown = window.visibleTextEditors.filter(({ document }) => document.uri.toString() === model.toString());
    return shown.find((editor) => editor === this.#last) ?? shown[0];
  }

  /** Selects a piece of the text where the model is open, or else beside the panel. */
  async reveal(model: Uri, { start, end }: TextRange, panelColumn: ViewColumn | undefined): Promise<void> {
    const range = new Range(start.line, start.character, end.line, end.character);
    const beside = panelColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
    const viewColumn = this.#editorOf(model)?.viewColumn ?? columnOfTab(model) ?? beside;
    try {
      const editor = await window.showTextDocument(model, { viewColumn, preserveFocus: true });
      editor.selection = new Selection(range.start, range.end);
      editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    } catch (error) {
      window.showErrorMessage(l10n.t("The text of this node can't be shown: {0}", reasonOf(error)));
    }
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

/** Where a file is open behind others. */
function columnOfTab(file: Uri): ViewColumn | undefined {
  const isOfFile = (input: unknown) => input instanceof TabInputText && input.uri.toString() === file.toString();
  return window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) => isOfFile(input)))?.viewColumn;
}
