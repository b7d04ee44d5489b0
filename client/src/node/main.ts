/** The desktop and remote hosts: the server is a process of its own, spoken to over its standard input and output. */

import type { ExtensionContext } from 'vscode';
import { ServerProcess } from './serverProcess.ts';

const server = new ServerProcess();
const client = import('./client.ts');

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(server);
  await (await client).startWith(context, server);
}
