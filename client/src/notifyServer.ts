/** Notifications to the server, dropped while it is stopped. */

import { type BaseLanguageClient, State } from 'vscode-languageclient';

/** Does nothing if the server has stopped; a restarted one is told anew. */
export function notifyServer(client: BaseLanguageClient, method: string, params: object): void {
  if (client.state === State.Running) client.sendNotification(method, params).catch(() => undefined);
}
