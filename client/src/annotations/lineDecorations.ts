/** Decorations after each line: value, gradient and the next update. */

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
import type { LineDecoration } from '../../../protocol/editor/shownNumbers.ts';
import { maxShade } from '../../../protocol/shared/gradientScale.ts';
import { currentDisplay, onDidChangeDisplay } from './display.ts';
import type { ShownNumbersStore } from './shownNumbersStore.ts';
import { paintedMargin } from './visibleLines.ts';

interface Column {
  readonly text: (decoration: LineDecoration) => string;
  readonly color: (decoration: LineDecoration) => ThemeColor | string;
}

const green = new ThemeColor('charts.green');
const red = new ThemeColor('charts.red');
const gray = new ThemeColor('descriptionForeground');

const columns: readonly Column[] = [
  { text: ({ value }) => value, color: ({ isFailure }) => (isFailure ? red : green) },
  { text: ({ gradient }) => gradient, color: ({ shade }) => (shade === undefined ? red : gradientColor(shade)) },
  { text: ({ update }) => update, color: () => gray },
];

/** Redder for larger gradients, like the wires in the panel. The number is shown too, so nothing depends on color. */
function gradientColor(shade: number): string {
  const percent = (100 * shade) / maxShade;
  return `color-mix(in srgb, var(--vscode-charts-red) ${percent}%, var(--vscode-descriptionForeground))`;
}

const staleColor = new ThemeColor('disabledForeground');
const staleMessage = l10n.t('stale: the last valid numbers');

export function registerLineDecorations(shownNumbers: ShownNumbersStore): Disposable {
  const decorationTypes = createDecorationTypes();
  const paintEditor = (editor: TextEditor) => paint(editor, shownNumbers, decorationTypes);
  const paintAll = () => window.visibleTextEditors.forEach(paintEditor);
  paintAll();
  return Disposable.from(
    ...decorationTypes,
    shownNumbers.onDidChange(paintAll),
    onDidChangeDisplay(paintAll),
    window.onDidChangeVisibleTextEditors(paintAll),
    window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => paintEditor(textEditor)),
  );
}

/** The decoration stays at the end of its line while the user types there, and on that line after a line break. */
const baseOptions: DecorationRenderOptions = {
  isWholeLine: true,
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
};

/** VS Code orders decorations at one position by the key of their type, not by creation. */
function createDecorationTypes(): readonly TextEditorDecorationType[] {
  return columns.map(() => window.createTextEditorDecorationType(baseOptions)).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function paint(
  editor: TextEditor,
  shownNumbers: ShownNumbersStore,
  decorationTypes: readonly TextEditorDecorationType[],
): void {
  const { document } = editor;
  const numbers = currentDisplay() === 'lineEnd' ? shownNumbers.get(document) : undefined;
  // Decorations move with the text until the numbers for that text arrive.
  if (numbers && numbers.version !== document.version) return;
  const visible = (numbers?.decorations ?? []).filter(({ line }) => isNearVisibleRange(line, editor));
  columns.forEach((column, index) => {
    const shown = visible.filter((decoration) => column.text(decoration) !== '');
    editor.setDecorations(
      decorationTypes[index],
      shown.map((decoration) => decorationOptions(document, decoration, column)),
    );
  });
}

/** Each text costs VS Code a style rule of its own, so decorating a whole long file would stall typing. */
function isNearVisibleRange(line: number, { visibleRanges }: TextEditor): boolean {
  return visibleRanges.some(({ start, end }) => start.line - paintedMargin <= line && line <= end.line + paintedMargin);
}

function decorationOptions(document: TextDocument, decoration: LineDecoration, column: Column): DecorationOptions {
  return {
    range: document.lineAt(decoration.line).range,
    renderOptions: {
      after: {
        contentText: column.text(decoration),
        color: decoration.isStale ? staleColor : column.color(decoration),
      },
    },
    hoverMessage: decoration.isStale && column === columns[0] ? [staleMessage] : [],
  };
}
