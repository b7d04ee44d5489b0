/** Has the server answer for lenses that are offered already, as the language client's own feature would offer them too late. */

import {
  type BaseLanguageClient,
  type ClientCapabilities,
  CodeLensRefreshRequest,
  CodeLensRequest,
  type DynamicFeature,
  type FeatureState,
  State,
  type StaticFeature,
} from 'vscode-languageclient';
import type { LensAnswer, Lenses } from './lenses.ts';

/** Whether a feature of the language client would offer lenses a second time. */
export function offersLenses(feature: StaticFeature | DynamicFeature<unknown>): boolean {
  return 'registrationType' in feature && feature.registrationType.method === CodeLensRequest.method;
}

const nobody: LensAnswer = async () => [];

export class LensFeature implements StaticFeature {
  readonly #client: BaseLanguageClient;
  readonly #lenses: Lenses;

  constructor(client: BaseLanguageClient, lenses: Lenses) {
    this.#client = client;
    this.#lenses = lenses;
    client.onRequest(CodeLensRefreshRequest.type, () => lenses.refresh());
    client.onDidChangeState(({ newState }) => {
      if (newState === State.StartFailed) this.clear();
    });
  }

  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.workspace = { ...capabilities.workspace, codeLens: { refreshSupport: true } };
  }

  /** By now the server is being told of the open files, so it is asked of none that it doesn't know. */
  initialize(): void {
    this.#lenses.answerWith(async (document, token) => {
      const { code2ProtocolConverter, protocol2CodeConverter } = this.#client;
      const params = code2ProtocolConverter.asCodeLensParams(document);
      try {
        const lenses = await this.#client.sendRequest(CodeLensRequest.type, params, token);
        return await protocol2CodeConverter.asCodeLenses(lenses ?? [], token);
      } catch (error) {
        return this.#client.handleFailedRequest(CodeLensRequest.type, token, error, []);
      }
    });
  }

  getState(): FeatureState {
    return { kind: 'static' };
  }

  clear(): void {
    this.#lenses.answerWith(nobody);
  }
}
