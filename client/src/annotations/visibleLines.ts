/** Reports the visible lines to the server, so that only their decorations are sent. */

import { Disposable, type TextEditor, window } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { type LineSpan, type VisibleLines, visibleLinesMethod } from '../../../protocol/editor/shownNumbers.ts';
import { notifyServer } from '../notifyServer.ts';
import { currentDisplay, onDidChangeDisplay } from './display.ts';

/** Lines beyond the visible ones that are decorated too, so that scrolling finds them ready. */
export const paintedMargin = 40;

/**
 * Lines reported beyond the visible ones, so that not every scrolled line is a message. The server sends all of them
 * at each edit.
 */
const reportedMargin = 60;

export function registerVisibleLines(client: BaseLanguageClient): Disposable {
  let reported: VisibleLines | undefined;
  const report = (): void => {
    if (client.state !== State.Running || (reported && isCovered(currentLines(paintedMargin), reported))) return;
    reported = currentLines(reportedMargin);
    notifyServer(client, visibleLinesMethod, reported);
  };
  return Disposable.from(
    client.onDidChangeState(() => {
      reported = undefined;
      report();
    }),
    onDidChangeDisplay(report),
    window.onDidChangeVisibleTextEditors(report),
    window.onDidChangeTextEditorVisibleRanges(report),
  );
}

/** The visible line ranges of each model with a margin; empty while line-end decorations are off. */
function currentLines(margin: number): VisibleLines {
  const lines: Record<string, LineSpan[]> = {};
  if (currentDisplay() !== 'lineEnd') return lines;
  for (const editor of window.visibleTextEditors) {
    if (editor.document.languageId !== 'bp') continue;
    const uri = editor.document.uri.toString();
    lines[uri] = [...(lines[uri] ?? []), ...visibleSpans(editor, margin)];
  }
  return lines;
}

function visibleSpans({ visibleRanges }: TextEditor, margin: number): LineSpan[] {
  return visibleRanges.map(({ start, end }) => ({
    first: Math.max(0, start.line - margin),
    last: end.line + margin,
  }));
}

/** True if the visible lines are within those already reported, in the same files. */
function isCovered(lines: VisibleLines, reported: VisibleLines): boolean {
  const isFileCovered = ([uri, spans]: [string, readonly LineSpan[]]): boolean =>
    spans.every(({ first, last }) => reported[uri]?.some((span) => span.first <= first && last <= span.last) ?? false);
  return Object.keys(lines).length === Object.keys(reported).length && Object.entries(lines).every(isFileCovered);
}
