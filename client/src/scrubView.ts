/** Shows a number that is tried out in the editor: its frame in the text, what it is now, and which keys move and end it. */

import {
  commands,
  type Disposable,
  l10n,
  Range,
  StatusBarAlignment,
  type TextDocument,
  type TextEditor,
  ThemeColor,
  window,
} from 'vscode';
import type { Scrubbable } from '../../server/src/protocol/panel/scrub.ts';
import { showScrubbed } from '../../server/src/protocol/panel/scrubSteps.ts';
import { currentDisplay } from './display.ts';

/** The key bindings hold while this is so. */
const contextKey = 'backprop.isScrubbing';

const keys = l10n.t('↑ ↓ · Enter keeps · Escape cancels');

export class ScrubView implements Disposable {
  readonly #frame = window.createTextEditorDecorationType({
    border: '1px solid',
    borderColor: new ThemeColor('focusBorder'),
    borderRadius: '2px',
  });
  readonly #tried = window.createTextEditorDecorationType({});
  readonly #item = window.createStatusBarItem('backprop.scrub', StatusBarAlignment.Left, 1000);

  constructor() {
    this.#item.name = l10n.t('Backprop Lens: Scrub');
  }

  show(editor: TextEditor, { name, range: { start, end } }: Scrubbable, value: number): void {
    const range = new Range(start.line, start.character, end.line, end.character);
    const shown = showScrubbed(value);
    editor.setDecorations(this.#frame, [range]);
    // Behind the lines the value is shown already.
    editor.setDecorations(
      this.#tried,
      currentDisplay() === 'lineEnd' ? [] : [behindLine(editor.document, end.line, shown)],
    );
    this.#item.text = `$(arrow-both) ${name} = ${shown} · ${keys}`;
    this.#item.accessibilityInformation = { label: `${name} = ${shown}. ${keys}` };
    this.#item.show();
    commands.executeCommand('setContext', contextKey, true);
  }

  hide(editor: TextEditor): void {
    for (const type of [this.#frame, this.#tried]) editor.setDecorations(type, []);
    this.#item.hide();
    commands.executeCommand('setContext', contextKey, false);
  }

  dispose(): void {
    this.#frame.dispose();
    this.#tried.dispose();
    this.#item.dispose();
  }
}

function behindLine(document: TextDocument, line: number, shown: string) {
  const after = { contentText: `\u00a0\u00a0→\u00a0${shown}`, color: new ThemeColor('charts.green') };
  return { range: document.lineAt(line).range, renderOptions: { after } };
}
