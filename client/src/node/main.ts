/** Entry point for desktop and remote hosts: the server is a process that speaks LSP over stdio. */

import type { ExtensionContext } from 'vscode';
import { EarlyCodeLensProvider } from '../annotations/earlyCodeLensProvider.ts';
import type { MarkdownPlugin } from '../markdown/models.ts';
import { ServerProcess } from './serverProcess.ts';

const server = new ServerProcess();
const lensProvider = new EarlyCodeLensProvider();
// VS Code sends messages in a later task, which loading the client would delay.
const clientModule = new Promise((resolve) => setTimeout(resolve)).then(() => import('./languageClient.ts'));

export async function activate(context: ExtensionContext): Promise<MarkdownPlugin> {
  context.subscriptions.push(server, lensProvider);
  return (await clientModule).startClient(context, server, lensProvider);
}
