/** The hosts without processes, as vscode.dev: server and engine are workers. */

import { type ExtensionContext, Uri, workspace } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  type DynamicFeature,
  LanguageClient,
  type MessageTransports,
  type StaticFeature,
} from 'vscode-languageclient/browser';
import type { EngineCode } from '../../../server/src/protocol/workerMessages.ts';
import { start } from '../extension.ts';
import { Lenses } from '../lenses.ts';
import { offersLenses } from '../lensFeature.ts';
import type { MarkdownPlugin } from '../markdown/models.ts';

const lenses = new Lenses();

export async function activate(context: ExtensionContext): Promise<MarkdownPlugin> {
  const [server, engine] = await Promise.all([
    codeAt(context.extensionUri, 'server.js'),
    codeAt(context.extensionUri, 'engineWorker.js'),
  ]);
  let worker: Worker | undefined;
  const startServer = async (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(server);
    const first: EngineCode = { engine };
    worker.postMessage(first);
    // VS Code puts workers of its own making in the place of the browser's, which the client wouldn't know as such.
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  context.subscriptions.push(lenses, { dispose: () => worker?.terminate() });
  return start(context, lenses, (options) => new Client('backprop', 'Backprop Lens', startServer, options));
}

/** VS Code refuses workers from where extensions lie, but none whose code is here. */
async function codeAt(extension: Uri, name: string): Promise<string> {
  const code = await workspace.fs.readFile(Uri.joinPath(extension, 'dist', 'browser', name));
  return URL.createObjectURL(new Blob([new Uint8Array(code)], { type: 'text/javascript' }));
}

class Client extends LanguageClient {
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    if (!offersLenses(feature)) super.registerFeature(feature);
  }
}
