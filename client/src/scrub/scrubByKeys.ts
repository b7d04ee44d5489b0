/**
 * Scrubs the number at the cursor by keys: all numbers follow, and the text stays as it is. VS Code reports no pointer
 * events over text, so dragging works only in the panel.
 */

import {
  commands,
  Disposable,
  l10n,
  type Selection,
  type TextDocumentChangeEvent,
  type TextEditor,
  type TextEditorSelectionChangeEvent,
  window,
  workspace,
} from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import {
  cancelScrubCommand,
  commitScrubCommand,
  moveScrubCommand,
  scrubCommand,
} from '../../../protocol/editor/commands.ts';
import {
  type EndScrubParams,
  endScrubMethod,
  type ScrubbableNumber,
  type ScrubbableParams,
  type ScrubParams,
  scrubbableMethod,
  scrubMethod,
} from '../../../protocol/editor/scrub.ts';
import { formatScrubbed, scrubBy } from '../../../protocol/shared/scrubSteps.ts';
import { withActiveModel } from '../commands.ts';
import { ScrubView } from './scrubView.ts';

/** In milliseconds. */
const messageDuration = 5000;

export function registerScrubbing(client: BaseLanguageClient): Disposable {
  const controller = new ScrubController(client);
  return Disposable.from(
    controller,
    commands.registerCommand(scrubCommand, () => withActiveModel(() => controller.start(window.activeTextEditor!))),
    commands.registerCommand(moveScrubCommand, (steps: unknown) => controller.move(Number(steps))),
    commands.registerCommand(commitScrubCommand, () => controller.commit()),
    commands.registerCommand(cancelScrubCommand, () => controller.cancel()),
    // Moving the cursor elsewhere keeps the number, as in the panel; editing other text discards it.
    window.onDidChangeTextEditorSelection((change) => controller.onSelectionChange(change)),
    window.onDidChangeActiveTextEditor(() => controller.commit()),
    workspace.onDidChangeTextDocument((change) => controller.onTextChange(change)),
    client.onDidChangeState(({ newState }) => newState === State.Stopped && controller.dropScrub()),
  );
}

interface EditorScrub {
  readonly editor: TextEditor;
  readonly uri: string;
  readonly cursor: Selection;
  /** As written in the text. */
  readonly number: ScrubbableNumber;
  /** The distance moved so far. */
  readonly steps: number;
  readonly value: number;
}

class ScrubController implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #view = new ScrubView();
  #scrub: EditorScrub | undefined;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
  }

  async start(editor: TextEditor): Promise<void> {
    await this.commit();
    const { document, selection: cursor } = editor;
    const { version } = document;
    const uri = document.uri.toString();
    const params: ScrubbableParams = { uri, position: this.#client.code2ProtocolConverter.asPosition(cursor.active) };
    const number = await this.#client.sendRequest<ScrubbableNumber | null>(scrubbableMethod, params);
    if (number === null) {
      window.showInformationMessage(
        l10n.t(
          'There is no number to scrub here. Put the cursor on a param, data or const that is a single number, in a file without errors.',
        ),
      );
      return;
    }
    const isUnchanged = document.version === version && editor.selection.isEqual(cursor);
    if (isUnchanged && window.activeTextEditor === editor)
      this.#setScrub({ editor, uri, cursor, number, steps: 0, value: number.value });
  }

  move(delta: number): void {
    if (this.#scrub === undefined || !Number.isFinite(delta)) return;
    const { number, uri } = this.#scrub;
    const steps = Math.round((this.#scrub.steps + delta) * 10) / 10;
    const value = scrubBy(number.value, steps);
    this.#setScrub({ ...this.#scrub, steps, value });
    const params: ScrubParams = { uri, scrubbed: { name: number.name, value } };
    this.#client.sendNotification(scrubMethod, params);
  }

  async commit(): Promise<void> {
    const scrub = this.dropScrub();
    if (scrub === undefined) return;
    const isChanged = scrub.value !== scrub.number.value;
    const wasCommitted = await this.#finish(scrub, isChanged);
    if (wasCommitted) showMessage(l10n.t('Kept {0}. Undo to revert it.', assignmentText(scrub)));
    else if (isChanged)
      window.showWarningMessage(
        l10n.t(
          "Can't keep {0}: the text can't be edited now. If the file is read-only, make it writable.",
          assignmentText(scrub),
        ),
      );
  }

  async cancel(): Promise<void> {
    const scrub = this.dropScrub();
    if (scrub === undefined) return;
    await this.#finish(scrub, false);
    const originalText = assignmentText({ ...scrub, value: scrub.number.value });
    showMessage(l10n.t('Back to {0}.', originalText));
  }

  onSelectionChange({ textEditor, selections: [selection] }: TextEditorSelectionChangeEvent): void {
    if (textEditor === this.#scrub?.editor && !selection.isEqual(this.#scrub.cursor)) this.commit();
  }

  /** The server has dropped a number whose text has changed. */
  onTextChange({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || document !== this.#scrub?.editor.document) return;
    const scrub = this.dropScrub()!;
    showMessage(l10n.t("Can't keep {0}: the text was changed. Try again.", assignmentText(scrub)));
  }

  /** Hides the scrubbed number, and returns its scrub. */
  dropScrub(): EditorScrub | undefined {
    const scrub = this.#scrub;
    this.#scrub = undefined;
    if (scrub) this.#view.hide(scrub.editor);
    return scrub;
  }

  #setScrub(scrub: EditorScrub): void {
    this.#scrub = scrub;
    const { editor, number, value } = scrub;
    this.#view.show(editor, number, value);
  }

  async #finish({ uri }: EditorScrub, isCommitted: boolean): Promise<boolean> {
    const params: EndScrubParams = { uri, isCommitted };
    return this.#client.sendRequest<boolean>(endScrubMethod, params).catch(() => false);
  }

  dispose(): void {
    this.dropScrub();
    this.#view.dispose();
  }
}

function assignmentText({ number, value }: Pick<EditorScrub, 'number' | 'value'>): string {
  return `${number.name} = ${formatScrubbed(value)}`;
}

function showMessage(message: string): void {
  window.setStatusBarMessage(message, messageDuration);
}
