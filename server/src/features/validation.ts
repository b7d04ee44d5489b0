/** What arrives and isn't known: a request is refused with what it takes, a notification is dropped and logged. */

import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { type Output, type Schema, validate } from '../protocol/panel/schema.ts';

/** The answer to a request that can't be met, as a sentence. */
export function requestFailed(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

/** Calls back with each notification that is what the schema describes. */
export function onValidated<const S extends Schema>(
  connection: Connection,
  method: string,
  schema: S,
  handler: (message: Output<S>) => void | Promise<void>,
): void {
  connection.onNotification(method, (params: unknown) => {
    const validated = validate(schema, params);
    if (validated !== undefined) return handler(validated);
    connection.console.warn(`${method} came with what is not known: ${JSON.stringify(params)}`);
  });
}
