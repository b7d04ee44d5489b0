/** The part of VS Code's API that files and the graph panel need. It records what it is asked to do. */

/** As VS Code's: a scheme with other characters is refused. */
export class Uri {
  readonly scheme: string;
  readonly path: string;
  readonly #text: string;

  private constructor(text: string) {
    const [, scheme = 'file', path] = /^(?:([^:/?#]+?):)?(.*)$/s.exec(text)!;
    if (!/^\w[\w\d+.-]*$/.test(scheme)) throw new Error('[UriError]: Scheme contains illegal characters.');
    this.scheme = scheme;
    this.path = path.replace(/^\/\/[^/]*/, '');
    this.#text = text;
  }

  static parse(text: string): Uri {
    return new Uri(text);
  }

  static joinPath(base: Uri, ...names: readonly string[]): Uri {
    return new Uri(new URL(names.join('/'), `${base}/`).href);
  }

  with({ path }: { readonly path: string }): Uri {
    return new Uri(this.#text.replace(this.path, path));
  }

  toString(): string {
    return this.#text;
  }
}

export class Disposable {
  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return { dispose: () => all.forEach((one) => void one.dispose()) };
  }

  dispose(): void {}
}

export class EventEmitter<Event> {
  readonly #listeners = new Set<(event: Event) => unknown>();
  readonly event = (listener: (event: Event) => unknown): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class Range {
  constructor(...numbers: readonly number[]) {
    if (!numbers.every((number) => Number.isInteger(number) && number >= 0)) throw new Error('illegal argument');
  }
}

export class CodeLens {
  readonly range: unknown;
  readonly command: unknown;

  constructor(range: unknown, command: unknown) {
    this.range = range;
    this.command = command;
  }
}

export class Position {}

export class Selection {}

export class TabInputText {}

export class ThemeColor {}

export const ViewColumn = { Beside: -2, One: 1 };

export const TextEditorRevealType = { InCenterIfOutsideViewport: 2 };

/** Calls of VS Code by name, with their arguments. */
export const calls: { readonly name: string; readonly args: readonly unknown[] }[] = [];

const call =
  (name: string, answer: () => Promise<unknown>) =>
  (...args: readonly unknown[]) => {
    calls.push({ name, args });
    return answer();
  };

const failing = () => Promise.reject(new Error('refused'));
const noEvent = () => new Disposable();

export const l10n = {
  t: (text: string, ...args: readonly unknown[]) => text.replace(/\{(\d+)\}/g, (_, i) => `${args[i]}`),
};

export const commands = { executeCommand: call('executeCommand', failing) };

export const env = { language: 'en', clipboard: { writeText: call('writeText', failing) } };

/** A dialog stays open, and so do messages. */
const stayingOpen = () => new Promise(() => undefined);

export const window = {
  visibleTextEditors: [],
  tabGroups: { all: [] },
  createTextEditorDecorationType: () => new Disposable(),
  onDidChangeActiveTextEditor: noEvent,
  onDidChangeTextEditorSelection: noEvent,
  onDidChangeVisibleTextEditors: noEvent,
  showTextDocument: call('showTextDocument', failing),
  showSaveDialog: call('showSaveDialog', stayingOpen),
  showErrorMessage: call('showErrorMessage', stayingOpen),
  showWarningMessage: call('showWarningMessage', stayingOpen),
  setStatusBarMessage: call('setStatusBarMessage', stayingOpen),
};

/** The contents of a file system in memory, by URI. */
export const files = new Map<string, string>();

/** Messages of operations that fail; `writeFile` does so in the middle. */
export const failures = new Map<string, string>();

function attempt(operation: string): void {
  const message = failures.get(operation);
  if (message !== undefined) throw new Error(message);
}

const fs = {
  async writeFile(file: Uri, content: Uint8Array) {
    files.set(`${file}`, '');
    attempt('writeFile');
    files.set(`${file}`, new TextDecoder().decode(content));
  },
  async rename(from: Uri, to: Uri) {
    attempt('rename');
    files.set(`${to}`, files.get(`${from}`)!);
    files.delete(`${from}`);
  },
  async delete(file: Uri) {
    files.delete(`${file}`);
  },
};

export const workspace = {
  fs,
  textDocuments: [],
  onDidRenameFiles: noEvent,
  onDidOpenTextDocument: noEvent,
  onDidCloseTextDocument: noEvent,
};
