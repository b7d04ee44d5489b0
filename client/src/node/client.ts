/** The client in the hosts that have Node: what takes most of the time to load, while the server is starting. */

import type { ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import { start } from '../extension.ts';
import type { MarkdownPlugin } from '../markdown/models.ts';
import type { ServerProcess } from './serverProcess.ts';

export function startWith(context: ExtensionContext, server: ServerProcess): Promise<MarkdownPlugin> {
  const started = () => Promise.resolve(server.take());
  return start(context, (options) => new LanguageClient('backprop', 'Backprop Lens', started, options));
}
