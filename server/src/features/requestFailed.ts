/** Failed requests with a message to the user. */

import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';

export function requestFailed(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
