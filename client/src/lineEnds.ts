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
import { maxLevel } from '../../server/src/protocol/gradientScale.ts';
import type { LineDecoration } from '../../server/src/protocol/result.ts';
import { currentDisplay, onDidChangeDisplay } from './display.ts';
import type { EvaluationResults } from './evaluationResults.ts';
import { paintedMargin } from './viewReporter.ts';

interface Column {
  readonly text: (annotation: LineDecoration) => string;
  readonly color: (annotation: LineDecoration) => ThemeColor | string;
}

const green = new ThemeColor('charts.green');
const red = new ThemeColor('charts.red');
const gray = new ThemeColor('descriptionForeground');

/** From left to right. */
const columns: readonly Column[] = [
  { text: ({ value }) => value, color: () => green },
  { text: ({ gradient }) => gradient, color: ({ level }) => (level === undefined ? red : gradientColor(level)) },
  { text: ({ update }) => update, color: () => gray },
];

/** The redder, the larger, as the wires of the panel are: the numbers themselves say it too. */
function gradientColor(level: number): string {
  const percent = (100 * level) / maxLevel;
  return `color-mix(in srgb, var(--vscode-charts-red) ${percent}%, var(--vscode-descriptionForeground))`;
}

const staleColor = new ThemeColor('disabledForeground');
const staleMessage = l10n.t('stale: the last good numbers');

export function registerLineEnds(results: EvaluationResults): Disposable {
  const decorationTypes = createDecorationTypes();
  const paintEditor = (editor: TextEditor) => paint(editor, results, decorationTypes);
  const paintAll = () => window.visibleTextEditors.forEach(paintEditor);
  paintAll();
  return Disposable.from(
    ...decorationTypes,
    results.onDidChange(paintAll),
    onDidChangeDisplay(paintAll),
    window.onDidChangeVisibleTextEditors(paintAll),
    window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => paintEditor(textEditor)),
  );
}

/** What is painted stays at the end of its line while more is typed there, and stays on that line when a new one is begun. */
const baseOptions: DecorationRenderOptions = {
  isWholeLine: true,
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
};

/** VS Code shows what stands at one place in the order of the types' keys, which need not be the order of their making. */
function createDecorationTypes(): readonly TextEditorDecorationType[] {
  return columns.map(() => window.createTextEditorDecorationType(baseOptions)).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function paint(
  editor: TextEditor,
  results: EvaluationResults,
  decorationTypes: readonly TextEditorDecorationType[],
): void {
  const { document } = editor;
  const result = currentDisplay() === 'lineEnd' ? results.get(document) : undefined;
  // What is painted moves with the text that is typed, until the result for that text is there.
  if (result && result.version !== document.version) return;
  const visible = (result?.decorations ?? []).filter(({ line }) => isNearVisibleRange(line, editor));
  columns.forEach((column, index) => {
    const shown = visible.filter((annotation) => column.text(annotation) !== '');
    editor.setDecorations(
      decorationTypes[index],
      shown.map((annotation) => decoration(document, annotation, column)),
    );
  });
}

/** Each text costs VS Code a style rule of its own: painting all of a long file would halt every keystroke. */
function isNearVisibleRange(line: number, { visibleRanges }: TextEditor): boolean {
  return visibleRanges.some(({ start, end }) => start.line - paintedMargin <= line && line <= end.line + paintedMargin);
}

function decoration(document: TextDocument, annotation: LineDecoration, column: Column): DecorationOptions {
  return {
    range: document.lineAt(annotation.line).range,
    renderOptions: {
      after: { contentText: column.text(annotation), color: annotation.stale ? staleColor : column.color(annotation) },
    },
    hoverMessage: annotation.stale && column === columns[0] ? [staleMessage] : [],
  };
}
