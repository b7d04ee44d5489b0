/** Sentences that the user is shown beside the text. */

import { type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver';
import { sent } from './feature.ts';

export function inform(connection: Connection, message: string): void {
  show(connection, MessageType.Info, message);
}

export function warn(connection: Connection, message: string): void {
  show(connection, MessageType.Warning, message);
}

function show(connection: Connection, type: MessageType, message: string): void {
  sent(connection.sendNotification(ShowMessageNotification.type, { type, message }));
}
