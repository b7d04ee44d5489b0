/** The reverse pass of a model, in a document beside it that can't be edited and follows what is typed there. */

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
} from '../../server/src/protocol/backwardPass.ts';
import { showBackwardPassCommand } from '../../server/src/protocol/commands.ts';
import type { Result } from '../../server/src/protocol/result.ts';
import { withActiveModel } from './commands.ts';
import type { Results } from './evaluationResults.ts';

export const backwardPassScheme = 'backprop-backward';

export function offerBackwardPasses(client: BaseLanguageClient, results: Results): Disposable {
  const passes = new BackwardPasses(client, results);
  return Disposable.from(
    passes,
    workspace.registerTextDocumentContentProvider(backwardPassScheme, passes),
    commands.registerCommand(showBackwardPassCommand, () => withActiveModel((model) => passes.show(model))),
    results.onDidChange(() => passes.follow()),
    window.onDidChangeVisibleTextEditors(() => passes.follow()),
    workspace.onDidCloseTextDocument(({ uri }) => passes.forget(uri)),
  );
}

class BackwardPasses implements TextDocumentContentProvider, Disposable {
  readonly #client: BaseLanguageClient;
  readonly #results: Results;
  /** The result of the model with which each document was asked for last. */
  readonly #followed = new Map<string, Result | undefined>();
  readonly #lastTexts = new Map<string, string>();
  readonly #change = new EventEmitter<Uri>();

  readonly onDidChange = this.#change.event;

  constructor(client: BaseLanguageClient, results: Results) {
    this.#client = client;
    this.#results = results;
  }

  async show({ uri }: TextDocument): Promise<void> {
    if (uri.scheme === backwardPassScheme) return;
    const answer = await this.#ask(uri);
    if ('refusal' in answer) {
      window.showWarningMessage(answer.refusal);
      return;
    }
    const document = await workspace.openTextDocument(documentOf(uri));
    // Where the model is in no file, its name doesn't tell the language.
    await languages.setTextDocumentLanguage(document, 'bp');
    await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: true, preserveFocus: true });
  }

  /** While there is no reverse pass, the last one stays, and says so. */
  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const key = uri.toString();
    const model = modelOf(uri);
    this.#followed.set(key, this.#results.of({ uri: model }));
    const answer = await this.#ask(model);
    if ('refusal' in answer) return `# ${l10n.t('Stale. {0}', answer.refusal)}\n${this.#lastTexts.get(key) ?? ''}`;
    this.#lastTexts.set(key, answer.text);
    return answer.text;
  }

  /** Asks anew for each document in view whose model has a new result. */
  follow(): void {
    for (const { document } of window.visibleTextEditors) {
      const { uri } = document;
      if (uri.scheme !== backwardPassScheme) continue;
      if (this.#followed.get(uri.toString()) !== this.#results.of({ uri: modelOf(uri) })) this.#change.fire(uri);
    }
  }

  forget(uri: Uri): void {
    this.#followed.delete(uri.toString());
    this.#lastTexts.delete(uri.toString());
  }

  async #ask(model: Uri): Promise<BackwardPassResult> {
    const params: BackwardPassParams = { uri: model.toString() };
    try {
      return await this.#client.sendRequest(backwardPassMethod, params);
    } catch {
      return { refusal: l10n.t('There is no reverse pass: the language server does not answer.') };
    }
  }

  dispose(): void {
    this.#change.dispose();
  }
}

/** `lesson.bp (backward)`, in the folder of its model. */
function documentOf(model: Uri): Uri {
  return Uri.from({ scheme: backwardPassScheme, path: `${model.path} (backward)`, query: model.toString() });
}

function modelOf({ query }: Uri): Uri {
  return Uri.parse(query);
}
