/** The desktop and remote hosts: the server is a process of its own, spoken to over its standard input and output. */

import type { ExtensionContext } from 'vscode';
import { Lenses } from '../lenses.ts';
import type { MarkdownPlugin } from '../markdown/models.ts';
import { ServerProcess } from './serverProcess.ts';

const server = new ServerProcess();
const lenses = new Lenses();
// What VS Code is told leaves in a task of its own, which loading the client would hold up.
const client = new Promise((resolve) => setTimeout(resolve)).then(() => import('./client.ts'));

export async function activate(context: ExtensionContext): Promise<MarkdownPlugin> {
  context.subscriptions.push(server, lenses);
  return (await client).startWith(context, server, lenses);
}
