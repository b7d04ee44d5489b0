/** Tells the server which lines are looked at where line ends are painted: their numbers cross, and not those of a whole long file. */

import { Disposable, type TextEditor, window } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { type LineSpan, type View, viewMethod } from '../../server/src/protocol/result.ts';
import { currentDisplay, onDidChangeDisplay } from './display.ts';

/** How many lines beyond those in sight are painted, so that scrolling finds them done. */
export const paintedMargin = 40;

/** How many are told of, so that the next of them need not be asked for at each line that is scrolled; the server writes all of them at each key. */
const reportedMargin = 60;

export function registerViewReporter(client: BaseLanguageClient): Disposable {
  let reported: View | undefined;
  const report = (): void => {
    if (client.state !== State.Running || (reported && isCovered(currentView(paintedMargin), reported))) return;
    reported = currentView(reportedMargin);
    // A server that is gone misses nothing.
    client.sendNotification(viewMethod, reported).catch(() => undefined);
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

/** What is in sight of each model, and so many lines around it; nothing while no line ends are painted. */
function currentView(margin: number): View {
  const view: Record<string, LineSpan[]> = {};
  if (currentDisplay() !== 'lineEnd') return view;
  for (const editor of window.visibleTextEditors) {
    if (editor.document.languageId !== 'bp') continue;
    const uri = editor.document.uri.toString();
    view[uri] = [...(view[uri] ?? []), ...visibleSpans(editor, margin)];
  }
  return view;
}

function visibleSpans({ visibleRanges }: TextEditor, margin: number): LineSpan[] {
  return visibleRanges.map(({ start, end }) => ({ first: start.line - margin, last: end.line + margin }));
}

/** Whether what is looked at is what the server was told of, or a part of it, in the same files. */
function isCovered(view: View, reported: View): boolean {
  const isFileCovered = ([uri, spans]: [string, readonly LineSpan[]]): boolean =>
    spans.every(({ first, last }) => reported[uri]?.some((span) => span.first <= first && last <= span.last) ?? false);
  return Object.keys(view).length === Object.keys(reported).length && Object.entries(view).every(isFileCovered);
}
