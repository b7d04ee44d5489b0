/** The desktop and remote hosts: the server is a process of its own, spoken to over its standard input and output. */

import type { ExtensionContext } from 'vscode';
import { CodeLensRegistry } from '../codeLensRegistry.ts';
import type { MarkdownPlugin } from '../markdown/models.ts';
import { ServerProcess } from './serverProcess.ts';

const server = new ServerProcess();
const lenses = new CodeLensRegistry();
// What VS Code is told leaves in a task of its own, which loading the client would hold up.
const clientModule = new Promise((resolve) => setTimeout(resolve)).then(() => import('./client.ts'));

export async function activate(context: ExtensionContext): Promise<MarkdownPlugin> {
  context.subscriptions.push(server, lenses);
  return (await clientModule).startClient(context, server, lenses);
}
