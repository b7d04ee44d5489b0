/** The backward pass of a model as a read-only document beside it, updated as the model changes. */

import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  languages,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type BackwardPassParams,
  type BackwardPassResult,
  backwardPassMethod,
} from '../../protocol/editor/backwardPass.ts';
import { showBackwardPassCommand } from '../../protocol/editor/commands.ts';
import type { ShownNumbers } from '../../protocol/editor/shownNumbers.ts';
import type { ShownNumbersStore } from './annotations/shownNumbersStore.ts';
import { withActiveModel } from './commands.ts';

export const backwardPassScheme = 'backprop-backward';

export function registerBackwardPasses(client: BaseLanguageClient, shownNumbers: ShownNumbersStore): Disposable {
  const provider = new BackwardPassProvider(client, shownNumbers);
  return Disposable.from(
    provider,
    workspace.registerTextDocumentContentProvider(backwardPassScheme, provider),
    commands.registerCommand(showBackwardPassCommand, () => withActiveModel((source) => provider.show(source))),
    shownNumbers.onDidChange(() => provider.refresh()),
    window.onDidChangeVisibleTextEditors(() => provider.refresh()),
    workspace.onDidCloseTextDocument(({ uri }) => provider.forget(uri)),
  );
}

class BackwardPassProvider implements TextDocumentContentProvider, Disposable {
  readonly #client: BaseLanguageClient;
  readonly #shownNumbers: ShownNumbersStore;
  /** The numbers of the model when each document was last requested. */
  readonly #requestedNumbers = new Map<string, ShownNumbers | undefined>();
  readonly #lastGoodTexts = new Map<string, string>();
  readonly #changeEmitter = new EventEmitter<Uri>();

  readonly onDidChange = this.#changeEmitter.event;

  constructor(client: BaseLanguageClient, shownNumbers: ShownNumbersStore) {
    this.#client = client;
    this.#shownNumbers = shownNumbers;
  }

  async show({ uri }: TextDocument): Promise<void> {
    if (uri.scheme === backwardPassScheme) return;
    const response = await this.#request(uri);
    if ('refusal' in response) {
      window.showWarningMessage(response.refusal);
      return;
    }
    const document = await workspace.openTextDocument(backwardPassUri(uri));
    // An unsaved model has no file name from which VS Code could infer the language.
    await languages.setTextDocumentLanguage(document, 'bp');
    await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: true, preserveFocus: true });
  }

  /** Keeps the last backward pass, with a note, while there is no new one. */
  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const key = uri.toString();
    const source = modelUri(uri);
    this.#requestedNumbers.set(key, this.#shownNumbers.get({ uri: source }));
    const response = await this.#request(source);
    if ('refusal' in response)
      return `# ${l10n.t('Stale. {0}', response.refusal)}\n${this.#lastGoodTexts.get(key) ?? ''}`;
    this.#lastGoodTexts.set(key, response.text);
    return response.text;
  }

  /** Requests again every visible document whose model has new numbers. */
  refresh(): void {
    for (const { document } of window.visibleTextEditors) {
      const { uri } = document;
      if (uri.scheme !== backwardPassScheme) continue;
      if (this.#requestedNumbers.get(uri.toString()) !== this.#shownNumbers.get({ uri: modelUri(uri) }))
        this.#changeEmitter.fire(uri);
    }
  }

  forget(uri: Uri): void {
    this.#requestedNumbers.delete(uri.toString());
    this.#lastGoodTexts.delete(uri.toString());
  }

  async #request(source: Uri): Promise<BackwardPassResult> {
    const params: BackwardPassParams = { uri: source.toString() };
    try {
      return await this.#client.sendRequest(backwardPassMethod, params);
    } catch {
      return { refusal: l10n.t("Can't show the backward pass: the language server does not respond.") };
    }
  }

  dispose(): void {
    this.#changeEmitter.dispose();
  }
}

/** `lesson.bp (backward)`, in the folder of its model. */
function backwardPassUri(source: Uri): Uri {
  return Uri.from({ scheme: backwardPassScheme, path: `${source.path} (backward)`, query: source.toString() });
}

function modelUri({ query }: Uri): Uri {
  return Uri.parse(query);
}
