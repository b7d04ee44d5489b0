/** The language client on Node. Loading it takes the longest, so it loads while the server starts. */

import type { ExtensionContext } from 'vscode';
import { type DynamicFeature, LanguageClient, type StaticFeature } from 'vscode-languageclient/node';
import { isCodeLensFeature } from '../annotations/codeLensFeature.ts';
import type { EarlyCodeLensProvider } from '../annotations/earlyCodeLensProvider.ts';
import { start } from '../extension.ts';
import type { MarkdownPlugin } from '../markdown/models.ts';
import type { ServerProcess } from './serverProcess.ts';

export function startClient(
  context: ExtensionContext,
  server: ServerProcess,
  lenses: EarlyCodeLensProvider,
): Promise<MarkdownPlugin> {
  const serverOptions = () => Promise.resolve(server.take());
  return start(context, lenses, (options) => new LazyLensClient('backprop', 'Backprop Lens', serverOptions, options));
}

class LazyLensClient extends LanguageClient {
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    if (!isCodeLensFeature(feature)) super.registerFeature(feature);
  }
}
