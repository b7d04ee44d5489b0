/**
 * Tries out the number at the cursor by keys, in the editor itself: everything follows while the text stays. It can't be
 * dragged there, as VS Code tells extensions of no pointer over a text but of the selections that one leaves; in the panel it can.
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
  dropScrubCommand,
  keepScrubCommand,
  moveScrubCommand,
  scrubCommand,
} from '../../server/src/protocol/commands.ts';
import {
  type EndScrubParams,
  endScrubMethod,
  type Scrubbable,
  type ScrubbableParams,
  type ScrubParams,
  scrubbableMethod,
  scrubMethod,
} from '../../server/src/protocol/panel/scrub.ts';
import { scrubbedBy, showScrubbed } from '../../server/src/protocol/panel/scrubSteps.ts';
import { withActiveModel } from './commands.ts';
import { ScrubView } from './scrubView.ts';

/** In milliseconds. */
const messageTime = 5000;

export function offerScrubbing(client: BaseLanguageClient): Disposable {
  const scrubbing = new Scrubbing(client);
  return Disposable.from(
    scrubbing,
    commands.registerCommand(scrubCommand, () => withActiveModel(() => scrubbing.begin(window.activeTextEditor!))),
    commands.registerCommand(moveScrubCommand, (steps: unknown) => scrubbing.move(Number(steps))),
    commands.registerCommand(keepScrubCommand, () => scrubbing.keep()),
    commands.registerCommand(dropScrubCommand, () => scrubbing.drop()),
    // Who goes on elsewhere keeps what was tried out, as in the panel; who writes another text has decided otherwise.
    window.onDidChangeTextEditorSelection((change) => scrubbing.selected(change)),
    window.onDidChangeActiveTextEditor(() => scrubbing.keep()),
    workspace.onDidChangeTextDocument((change) => scrubbing.edited(change)),
    client.onDidChangeState(({ newState }) => newState === State.Stopped && scrubbing.forget()),
  );
}

interface Held {
  readonly editor: TextEditor;
  readonly uri: string;
  readonly cursor: Selection;
  /** As the text has it. */
  readonly number: Scrubbable;
  /** How far it was moved. */
  readonly steps: number;
  readonly value: number;
}

class Scrubbing implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #view = new ScrubView();
  #held: Held | undefined;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
  }

  async begin(editor: TextEditor): Promise<void> {
    await this.keep();
    const { document, selection: cursor } = editor;
    const { version } = document;
    const uri = document.uri.toString();
    const params: ScrubbableParams = { uri, position: this.#client.code2ProtocolConverter.asPosition(cursor.active) };
    const number = await this.#client.sendRequest<Scrubbable | null>(scrubbableMethod, params);
    if (number === null) {
      window.showInformationMessage(
        l10n.t(
          'There is no number to try out here. Put the cursor on a param, data or const that is one number, in a file without errors.',
        ),
      );
      return;
    }
    const isStill = document.version === version && editor.selection.isEqual(cursor);
    if (isStill && window.activeTextEditor === editor)
      this.#hold({ editor, uri, cursor, number, steps: 0, value: number.value });
  }

  move(by: number): void {
    if (this.#held === undefined || !Number.isFinite(by)) return;
    const { number, uri } = this.#held;
    const steps = Math.round((this.#held.steps + by) * 10) / 10;
    const value = scrubbedBy(number.value, steps);
    this.#hold({ ...this.#held, steps, value });
    const params: ScrubParams = { uri, scrubbed: { name: number.name, value } };
    this.#client.sendNotification(scrubMethod, params);
  }

  async keep(): Promise<void> {
    const held = this.forget();
    if (held === undefined) return;
    const isChanged = held.value !== held.number.value;
    const isKept = await this.#end(held, isChanged);
    if (isKept) say(l10n.t('{0} is kept. Undo takes it back.', written(held)));
    else if (isChanged)
      window.showWarningMessage(
        l10n.t(
          "{0} is not kept: the text can't be changed now. If the file is read-only, make it writable.",
          written(held),
        ),
      );
  }

  async drop(): Promise<void> {
    const held = this.forget();
    if (held === undefined) return;
    await this.#end(held, false);
    const before = written({ ...held, value: held.number.value });
    say(l10n.t('{0} again.', before));
  }

  selected({ textEditor, selections: [first] }: TextEditorSelectionChangeEvent): void {
    if (textEditor === this.#held?.editor && !first.isEqual(this.#held.cursor)) this.keep();
  }

  /** The server has let go of a number whose text is another one. */
  edited({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || document !== this.#held?.editor.document) return;
    const held = this.forget()!;
    say(l10n.t('{0} is not kept: the text was changed. Try it again.', written(held)));
  }

  /** Shows nothing more of what is held, and returns it. */
  forget(): Held | undefined {
    const held = this.#held;
    this.#held = undefined;
    if (held) this.#view.hide(held.editor);
    return held;
  }

  #hold(held: Held): void {
    this.#held = held;
    const { editor, number, value } = held;
    this.#view.show(editor, number, value);
  }

  async #end({ uri }: Held, isKept: boolean): Promise<boolean> {
    const params: EndScrubParams = { uri, isKept };
    return this.#client.sendRequest<boolean>(endScrubMethod, params).catch(() => false);
  }

  dispose(): void {
    this.forget();
    this.#view.dispose();
  }
}

function written({ number, value }: Pick<Held, 'number' | 'value'>): string {
  return `${number.name} = ${showScrubbed(value)}`;
}

function say(message: string): void {
  window.setStatusBarMessage(message, messageTime);
}
