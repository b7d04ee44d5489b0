/** Failed requests. */

import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** @param message a sentence for the user. */
export function requestFailed(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

/** The answer to a request that the client has cancelled. */
export function requestCancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'request cancelled');
}

/** The answer to a request whose text changed before it was answered. The client asks again if it still wants to know. */
export function contentModified(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'content modified');
}
