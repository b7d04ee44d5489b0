/** Records the messages that the extension shows, instead of showing them. */
import { type MessageItem, window } from 'vscode';

export interface RecordedMessage {
  readonly text: string;
  /** Presses a button, or closes the message. */
  readonly choose: (label: string | undefined) => void;
}

const methods = ['showErrorMessage', 'showWarningMessage', 'showInformationMessage'] as const;

export class RecordedMessages {
  readonly all: RecordedMessage[] = [];
  readonly #originals = methods.map((method) => [method, window[method]] as const);

  constructor() {
    const record = (text: string, ...items: readonly (string | MessageItem)[]) =>
      new Promise<string | MessageItem | undefined>((resolve) => {
        const choose = (label: string | undefined) => resolve(items.find((item) => titleOf(item) === label) ?? label);
        this.all.push({ text, choose });
      });
    Object.assign(window, Object.fromEntries(methods.map((method) => [method, record])));
  }

  get texts(): readonly string[] {
    return this.all.map(({ text }) => text);
  }

  stop(): void {
    Object.assign(window, Object.fromEntries(this.#originals));
  }
}

function titleOf(item: string | MessageItem): string {
  return typeof item === 'string' ? item : item.title;
}
