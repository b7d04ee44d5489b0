/** Routes code lens requests to the server. The language client's own feature would register the provider too late. */

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
import type { EarlyCodeLensProvider, LensRequestHandler } from './earlyCodeLensProvider.ts';
import { withHover } from './lensHover.ts';

/** True for features of the language client that would register a second code lens provider. */
export function isBuiltInCodeLensFeature(feature: StaticFeature | DynamicFeature<unknown>): boolean {
  return 'registrationType' in feature && feature.registrationType.method === CodeLensRequest.method;
}

const noLenses: LensRequestHandler = async () => [];

export class CodeLensFeature implements StaticFeature {
  readonly #client: BaseLanguageClient;
  readonly #provider: EarlyCodeLensProvider;

  constructor(client: BaseLanguageClient, provider: EarlyCodeLensProvider) {
    this.#client = client;
    this.#provider = provider;
    client.onRequest(CodeLensRefreshRequest.type, () => provider.refresh());
    client.onDidChangeState(({ newState }) => {
      if (newState === State.StartFailed) this.clear();
    });
  }

  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.workspace = { ...capabilities.workspace, codeLens: { refreshSupport: true } };
  }

  /** Called once the server has been initialized and has received the open files. */
  initialize(): void {
    this.#provider.setHandler(async (document, token) => {
      const { code2ProtocolConverter, protocol2CodeConverter } = this.#client;
      const params = code2ProtocolConverter.asCodeLensParams(document);
      try {
        const codeLenses = await this.#client.sendRequest(CodeLensRequest.type, params, token);
        const lenses = await protocol2CodeConverter.asCodeLenses(codeLenses ?? [], token);
        return lenses.map((lens) => withHover(lens, document.uri.toString()));
      } catch (error) {
        return this.#client.handleFailedRequest(CodeLensRequest.type, token, error, []);
      }
    });
  }

  getState(): FeatureState {
    return { kind: 'static' };
  }

  clear(): void {
    this.#provider.setHandler(noLenses);
  }
}
