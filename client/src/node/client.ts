/** The client in the hosts that have Node: what takes most of the time to load, while the server is starting. */

import type { ExtensionContext } from 'vscode';
import { type DynamicFeature, LanguageClient, type StaticFeature } from 'vscode-languageclient/node';
import { start } from '../extension.ts';
import type { Lenses } from '../lenses.ts';
import { offersLenses } from '../lensFeature.ts';
import type { MarkdownPlugin } from '../markdown/models.ts';
import type { ServerProcess } from './serverProcess.ts';

export function startWith(context: ExtensionContext, server: ServerProcess, lenses: Lenses): Promise<MarkdownPlugin> {
  const started = () => Promise.resolve(server.take());
  return start(context, lenses, (options) => new Client('backprop', 'Backprop Lens', started, options));
}

class Client extends LanguageClient {
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    if (!offersLenses(feature)) super.registerFeature(feature);
  }
}
