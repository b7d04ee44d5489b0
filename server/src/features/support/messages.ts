/** Messages to the user in the client's window. */

import {
  type Connection,
  MessageType,
  ShowMessageNotification,
  ShowMessageRequest,
  type ShowMessageRequestParams,
} from 'vscode-languageserver';
import { plainMessage } from '../../../../protocol/shared/plainMessage.ts';
import { fireAndForget } from './fireAndForget.ts';

export function showInfo(connection: Connection, message: string): void {
  showMessage(connection, MessageType.Info, message);
}

export function showWarning(connection: Connection, message: string): void {
  showMessage(connection, MessageType.Warning, message);
}

/** Asks before something is lost. @param action the button that agrees; closing the question or a client that cannot ask declines. */
export async function isConfirmed(connection: Connection, question: string, action: string): Promise<boolean> {
  const params: ShowMessageRequestParams = {
    type: MessageType.Warning,
    message: plainMessage(question),
    actions: [{ title: action }],
  };
  const answer = await connection.sendRequest(ShowMessageRequest.type, params).catch(() => null);
  return answer?.title === action;
}

function showMessage(connection: Connection, type: MessageType, message: string): void {
  fireAndForget(connection.sendNotification(ShowMessageNotification.type, { type, message: plainMessage(message) }));
}
