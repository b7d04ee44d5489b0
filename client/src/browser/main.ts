/** Entry point for hosts without processes, such as vscode.dev: server and engine run in web workers. */

import { type ExtensionContext, Uri, workspace } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  type DynamicFeature,
  LanguageClient,
  type MessageTransports,
  type StaticFeature,
} from 'vscode-languageclient/browser';
import type { BootMessage } from '../../../protocol/editor/browserBoot.ts';
import { isBuiltInCodeLensFeature } from '../annotations/codeLensFeature.ts';
import { EarlyCodeLensProvider } from '../annotations/earlyCodeLensProvider.ts';
import { start } from '../extension.ts';
import type { MarkdownPlugin } from '../markdown/models.ts';
import { unforced } from '../serverRestarts.ts';

const lensProvider = new EarlyCodeLensProvider();

export async function activate(context: ExtensionContext): Promise<MarkdownPlugin> {
  const [serverUrl, engineUrl] = await Promise.all([
    codeUrl(context.extensionUri, 'server.js'),
    codeUrl(context.extensionUri, 'engineWorker.js'),
  ]);
  let worker: Worker | undefined;
  const startServer = async (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(serverUrl);
    const bootMessage: BootMessage = { engineUrl };
    worker.postMessage(bootMessage);
    // VS Code replaces the browser's Worker with its own, which the language client does not recognize.
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  context.subscriptions.push(lensProvider, { dispose: () => worker?.terminate() });
  return start(
    context,
    lensProvider,
    (options) => new BackpropClient('backprop', 'Backprop Lens', startServer, options),
  );
}

/** VS Code refuses workers loaded from an extension's URL, but accepts blob URLs. */
async function codeUrl(extensionUri: Uri, name: string): Promise<string> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extensionUri, 'dist', 'browser', name));
  return URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'text/javascript' }));
}

/** The same class as in `node/languageClient.ts`, over the browser's client. */
class BackpropClient extends LanguageClient {
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    if (!isBuiltInCodeLensFeature(feature)) super.registerFeature(feature);
  }

  override error(message: string, data?: unknown, showNotification?: boolean | 'force'): void {
    super.error(message, data, unforced(showNotification));
  }
}
