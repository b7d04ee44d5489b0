/** The desktop and remote hosts: the server is a process of its own, spoken to over IPC. */

import type { ExtensionContext } from 'vscode';
import { LanguageClient, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import { start } from '../extension.ts';

export async function activate(context: ExtensionContext): Promise<void> {
  const server: NodeModule = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  const debugged: NodeModule = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  await start(
    context,
    (options) => new LanguageClient('backprop', 'Backprop Lens', { run: server, debug: debugged }, options),
  );
}
