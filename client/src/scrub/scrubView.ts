/** The view of a scrub in the editor: a frame around the number, its current value, and the keys. */

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
import type { ScrubbableNumber } from '../../../protocol/editor/scrub.ts';
import { formatScrubbed } from '../../../protocol/shared/scrubSteps.ts';
import { currentDisplay } from '../annotations/display.ts';

/** The key bindings are active while this context is set. */
const scrubbingContextKey = 'backprop.isScrubbing';

const keyHints = l10n.t('↑ ↓ · Enter to keep · Escape to cancel');

export class ScrubView implements Disposable {
  readonly #frameDecoration = window.createTextEditorDecorationType({
    border: '1px solid',
    borderColor: new ThemeColor('focusBorder'),
    borderRadius: '2px',
  });
  readonly #valueDecoration = window.createTextEditorDecorationType({});
  readonly #statusItem = window.createStatusBarItem('backprop.scrub', StatusBarAlignment.Left, 1000);

  constructor() {
    this.#statusItem.name = l10n.t('Backprop Lens: Scrub');
  }

  show(editor: TextEditor, { name, range: { start, end } }: ScrubbableNumber, value: number): void {
    const range = new Range(start.line, start.character, end.line, end.character);
    const shown = formatScrubbed(value);
    editor.setDecorations(this.#frameDecoration, [range]);
    // Line-end decorations show the value already.
    editor.setDecorations(
      this.#valueDecoration,
      currentDisplay() === 'lineEnd' ? [] : [lineDecoration(editor.document, end.line, shown)],
    );
    this.#statusItem.text = `$(arrow-both) ${name} = ${shown} · ${keyHints}`;
    this.#statusItem.accessibilityInformation = { label: `${name} = ${shown}. ${keyHints}` };
    this.#statusItem.show();
    commands.executeCommand('setContext', scrubbingContextKey, true);
  }

  hide(editor: TextEditor): void {
    for (const type of [this.#frameDecoration, this.#valueDecoration]) editor.setDecorations(type, []);
    this.#statusItem.hide();
    commands.executeCommand('setContext', scrubbingContextKey, false);
  }

  dispose(): void {
    this.#frameDecoration.dispose();
    this.#valueDecoration.dispose();
    this.#statusItem.dispose();
  }
}

function lineDecoration(document: TextDocument, line: number, shown: string) {
  const after = { contentText: `\u00a0\u00a0→\u00a0${shown}`, color: new ThemeColor('charts.green') };
  return { range: document.lineAt(line).range, renderOptions: { after } };
}
