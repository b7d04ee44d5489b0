/** The editor of a model: its cursors, revealing a range of its text, and the mark at the statement of a playback's step. */

import {
  Disposable,
  EventEmitter,
  l10n,
  Range,
  Selection,
  TabInputText,
  type TextEditor,
  TextEditorRevealType,
  ThemeColor,
  type Uri,
  ViewColumn,
  window,
} from 'vscode';
import { errorMessage } from '../../../protocol/shared/errorMessage.ts';
import type { TextRange } from '../../../protocol/shared/textRange.ts';

export class ModelEditor implements Disposable {
  readonly #moveEmitter = new EventEmitter<void>();
  readonly #listeners: Disposable;
  /** As a debugger marks the current line. */
  readonly #stepMark = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor('editor.stackFrameHighlightBackground'),
  });
  /** The marked statement; undefined if there is none. */
  #markedStep: { readonly uri: string; readonly range: Range } | undefined;
  /** The most recently used of several editors of one model. */
  #lastUsed: TextEditor | undefined;

  /** Fires when a model's cursors move, or its editor opens or closes. */
  readonly onDidMove = this.#moveEmitter.event;

  constructor() {
    this.#listeners = Disposable.from(
      this.#moveEmitter,
      this.#stepMark,
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#setLastUsed(textEditor)),
      window.onDidChangeActiveTextEditor((editor) => editor && this.#setLastUsed(editor)),
      window.onDidChangeVisibleTextEditors(() => {
        this.#drawStepMark();
        this.#moveEmitter.fire();
      }),
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
  async reveal(uri: Uri, textRange: TextRange, panelColumn: ViewColumn | undefined): Promise<void> {
    const defaultColumn = panelColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
    const viewColumn = this.#editorOf(uri)?.viewColumn ?? tabColumn(uri) ?? defaultColumn;
    try {
      const range = toRange(textRange);
      const editor = await window.showTextDocument(uri, { viewColumn, preserveFocus: true });
      editor.selection = new Selection(range.start, range.end);
      editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    } catch (error) {
      window.showErrorMessage(l10n.t("Can't show the text of this node: {0}", errorMessage(error)));
    }
  }

  /** Marks the statement of a step in all editors of the model, and scrolls to it where it is out of view. */
  markStep(uri: Uri, range: TextRange | null): void {
    this.#markedStep = range === null ? undefined : { uri: uri.toString(), range: toRange(range) };
    this.#drawStepMark();
    if (this.#markedStep)
      this.#editorOf(uri)?.revealRange(this.#markedStep.range, TextEditorRevealType.InCenterIfOutsideViewport);
  }

  #drawStepMark(): void {
    for (const editor of window.visibleTextEditors) {
      if (editor.document.languageId !== 'bp') continue;
      const isMarked = editor.document.uri.toString() === this.#markedStep?.uri;
      editor.setDecorations(this.#stepMark, isMarked ? [this.#markedStep!.range] : []);
    }
  }

  dispose(): void {
    this.#listeners.dispose();
  }
}

function toRange({ start, end }: TextRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** The column in which a file is open in the background. */
function tabColumn(file: Uri): ViewColumn | undefined {
  const isTabOfFile = (input: unknown) => input instanceof TabInputText && input.uri.toString() === file.toString();
  return window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) => isTabOfFile(input)))?.viewColumn;
}
