/** Messages to the user in the client's window. */

import { type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver';
import { plainMessage } from '../../../../protocol/shared/plainMessage.ts';
import { fireAndForget } from './fireAndForget.ts';

export function showInfo(connection: Connection, message: string): void {
  showMessage(connection, MessageType.Info, message);
}

export function showWarning(connection: Connection, message: string): void {
  showMessage(connection, MessageType.Warning, message);
}

function showMessage(connection: Connection, type: MessageType, message: string): void {
  fireAndForget(connection.sendNotification(ShowMessageNotification.type, { type, message: plainMessage(message) }));
}
