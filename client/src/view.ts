/** Tells the server which lines are looked at where line ends are painted: their numbers cross, and not those of a whole long file. */

import { Disposable, type TextEditor, window } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { type LineSpan, type View, viewMethod } from '../../server/src/protocol/result.ts';
import { currentDisplay, onDidChangeDisplay } from './display.ts';

/** How many lines beyond those in sight are painted, so that scrolling finds them done. */
export const paintedBeyond = 40;

/** How many are told of, so that the next of them need not be asked for at each line that is scrolled; the server writes all of them at each key. */
const toldBeyond = 60;

export function tellView(client: BaseLanguageClient): Disposable {
  let told: View | undefined;
  const tell = (): void => {
    if (client.state !== State.Running || (told && isTold(viewWith(paintedBeyond), told))) return;
    told = viewWith(toldBeyond);
    // A server that is gone misses nothing.
    client.sendNotification(viewMethod, told).catch(() => undefined);
  };
  return Disposable.from(
    client.onDidChangeState(() => {
      told = undefined;
      tell();
    }),
    onDidChangeDisplay(tell),
    window.onDidChangeVisibleTextEditors(tell),
    window.onDidChangeTextEditorVisibleRanges(tell),
  );
}

/** What is in sight of each model, and so many lines around it; nothing while no line ends are painted. */
function viewWith(beyond: number): View {
  const view: Record<string, LineSpan[]> = {};
  if (currentDisplay() !== 'lineEnd') return view;
  for (const editor of window.visibleTextEditors) {
    if (editor.document.languageId !== 'bp') continue;
    const uri = editor.document.uri.toString();
    view[uri] = [...(view[uri] ?? []), ...spansOf(editor, beyond)];
  }
  return view;
}

function spansOf({ visibleRanges }: TextEditor, beyond: number): LineSpan[] {
  return visibleRanges.map(({ start, end }) => ({ first: start.line - beyond, last: end.line + beyond }));
}

/** Whether what is looked at is what the server was told of, or a part of it, in the same files. */
function isTold(view: View, told: View): boolean {
  const isInTold = ([uri, spans]: [string, readonly LineSpan[]]): boolean =>
    spans.every(({ first, last }) => told[uri]?.some((span) => span.first <= first && last <= span.last) ?? false);
  return Object.keys(view).length === Object.keys(told).length && Object.entries(view).every(isInTold);
}
