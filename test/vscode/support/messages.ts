/** Records the messages that the extension shows, instead of showing them. */
import { window } from 'vscode';

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
    const record = (text: string) =>
      new Promise<string | undefined>((choose) => {
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
