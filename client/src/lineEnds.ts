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
import { highestLevel } from '../../server/src/protocol/gradientScale.ts';
import type { Annotation } from '../../server/src/protocol/result.ts';
import { currentDisplay, onDidChangeDisplay } from './display.ts';
import type { Results } from './evaluationResults.ts';
import { paintedBeyond } from './view.ts';

interface Column {
  readonly text: (annotation: Annotation) => string;
  readonly color: (annotation: Annotation) => ThemeColor | string;
}

const green = new ThemeColor('charts.green');
const red = new ThemeColor('charts.red');
const grey = new ThemeColor('descriptionForeground');

/** From left to right. */
const columns: readonly Column[] = [
  { text: ({ value }) => value, color: () => green },
  { text: ({ gradient }) => gradient, color: ({ level }) => (level === undefined ? red : mixed(level)) },
  { text: ({ update }) => update, color: () => grey },
];

/** The redder, the larger, as the wires of the panel are: the numbers themselves say it too. */
function mixed(level: number): string {
  const share = (100 * level) / highestLevel;
  return `color-mix(in srgb, var(--vscode-charts-red) ${share}%, var(--vscode-descriptionForeground))`;
}

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
      after: { contentText: column.text(annotation), color: annotation.stale ? staleColor : column.color(annotation) },
    },
    hoverMessage: annotation.stale && column === columns[0] ? [staleMessage] : [],
  };
}
