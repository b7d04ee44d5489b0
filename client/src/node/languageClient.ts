/** The language client on Node. Loading it takes the longest, so it loads while the server starts. */

import { stat } from 'node:fs/promises';
import type { ExtensionContext } from 'vscode';
import { type DynamicFeature, LanguageClient, type StaticFeature } from 'vscode-languageclient/node';
import { isBuiltInCodeLensFeature } from '../annotations/codeLensFeature.ts';
import type { EarlyCodeLensProvider } from '../annotations/earlyCodeLensProvider.ts';
import { start } from '../extension.ts';
import type { MarkdownPlugin } from '../markdown/models.ts';
import { unforced } from '../serverRestarts.ts';
import type { ServerProcess } from './serverProcess.ts';

export function startClient(
  context: ExtensionContext,
  server: ServerProcess,
  lensProvider: EarlyCodeLensProvider,
): Promise<MarkdownPlugin> {
  const serverOptions = () => Promise.resolve(server.take());
  return start(
    context,
    lensProvider,
    (options) => new BackpropClient('backprop', 'Backprop Lens', serverOptions, options),
    true,
    hasWriteBit,
  );
}

/** By the permissions of the file, as VS Code does; those of the user would tell nothing about root. */
async function hasWriteBit(path: string): Promise<boolean> {
  return stat(path).then(
    ({ mode }) => (mode & 0o222) !== 0,
    () => true,
  );
}

/**
 * Skips the client's code lens feature, which `EarlyCodeLensProvider` replaces, and logs a failed start without a
 * message. The browser has the same class: the clients of the two have no base class that a common one could extend.
 */
class BackpropClient extends LanguageClient {
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    if (!isBuiltInCodeLensFeature(feature)) super.registerFeature(feature);
  }

  override error(message: string, data?: unknown, showNotification?: boolean | 'force'): void {
    super.error(message, data, unforced(showNotification));
  }
}
