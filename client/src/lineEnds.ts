/** Paints the value, the gradient and the coming update of each statement behind its line. */

import {
  type DecorationOptions,
  DecorationRangeBehavior,
  type DecorationRenderOptions,
  Disposable,
  l10n,
  type TextDocument,
  type TextEditor,
  type TextEditorDecorationType,
  ThemeColor,
  window,
} from 'vscode';
import type { Annotation } from '../../server/src/protocol/result.ts';
import { currentDisplay, onDidChangeDisplay } from './display.ts';
import type { Results } from './results.ts';
import { paintedBeyond } from './view.ts';

interface Column {
  readonly text: (annotation: Annotation) => string;
  readonly color: ThemeColor;
}

/** From left to right. */
const columns: readonly Column[] = [
  { text: ({ value }) => value, color: new ThemeColor('charts.green') },
  { text: ({ gradient }) => gradient, color: new ThemeColor('charts.red') },
  { text: ({ update }) => update, color: new ThemeColor('descriptionForeground') },
];

const staleColor = new ThemeColor('disabledForeground');
const staleMessage = l10n.t('stale: the last good numbers');

export function paintLineEnds(results: Results): Disposable {
  const types = columnTypes();
  const paintIn = (editor: TextEditor) => paint(editor, results, types);
  const paintAll = () => window.visibleTextEditors.forEach(paintIn);
  paintAll();
  return Disposable.from(
    ...types,
    results.onDidChange(paintAll),
    onDidChangeDisplay(paintAll),
    window.onDidChangeVisibleTextEditors(paintAll),
    window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => paintIn(textEditor)),
  );
}

/** What is painted stays at the end of its line while more is typed there, and stays on that line when a new one is begun. */
const behaviour: DecorationRenderOptions = {
  isWholeLine: true,
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
};

/** VS Code shows what stands at one place in the order of the types' keys, which need not be the order of their making. */
function columnTypes(): readonly TextEditorDecorationType[] {
  return columns.map(() => window.createTextEditorDecorationType(behaviour)).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function paint(editor: TextEditor, results: Results, types: readonly TextEditorDecorationType[]): void {
  const { document } = editor;
  const result = currentDisplay() === 'lineEnd' ? results.of(document) : undefined;
  // What is painted moves with the text that is typed, until the result for that text is there.
  if (result && result.version !== document.version) return;
  const inView = (result?.annotations ?? []).filter(({ line }) => isNearView(line, editor));
  columns.forEach((column, index) => {
    const painted = inView.filter((annotation) => column.text(annotation) !== '');
    editor.setDecorations(
      types[index],
      painted.map((annotation) => decoration(document, annotation, column)),
    );
  });
}

/** Each text costs VS Code a style rule of its own: painting all of a long file would halt every keystroke. */
function isNearView(line: number, { visibleRanges }: TextEditor): boolean {
  return visibleRanges.some(({ start, end }) => start.line - paintedBeyond <= line && line <= end.line + paintedBeyond);
}

function decoration(document: TextDocument, annotation: Annotation, column: Column): DecorationOptions {
  return {
    range: document.lineAt(annotation.line).range,
    renderOptions: {
      after: { contentText: column.text(annotation), color: annotation.stale ? staleColor : column.color },
    },
    hoverMessage: annotation.stale && column === columns[0] ? [staleMessage] : [],
  };
}
