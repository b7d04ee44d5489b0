/** The desktop and remote hosts: the server is a process of its own, spoken to over IPC. */

import type { ExtensionContext } from 'vscode';
import { LanguageClient, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import { start } from '../extension.ts';

export async function activate(context: ExtensionContext): Promise<void> {
  const env = environmentOf(context);
  const server: NodeModule = {
    module: context.asAbsolutePath('dist/server.js'),
    transport: TransportKind.ipc,
    options: { env },
  };
  const debugged: NodeModule = { ...server, options: { env, execArgv: ['--nolazy', '--inspect=6009'] } };
  await start(
    context,
    (options) => new LanguageClient('backprop', 'Backprop Lens', { run: server, debug: debugged }, options),
  );
}

/** What makes the server start in fewer milliseconds, from code that was compiled the last time, and rest in fewer megabytes. */
function environmentOf({ globalStorageUri }: ExtensionContext) {
  // On Linux each thread would keep heaps of its own, most of each empty.
  return { NODE_COMPILE_CACHE: `${globalStorageUri.fsPath}/compiled`, MALLOC_ARENA_MAX: '2' };
}
