/**
 * Validation of messages from the client: an invalid request is refused with a description of its parameters, an
 * invalid notification is dropped and logged.
 */

import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { type Output, type Schema, validate } from '../../../protocol/schema.ts';

/** A failed request with a message to the user. */
export function requestFailed(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

/** Calls back with each notification that matches the schema. */
export function onValidated<const S extends Schema>(
  connection: Connection,
  method: string,
  schema: S,
  handler: (message: Output<S>) => void | Promise<void>,
): void {
  connection.onNotification(method, (params: unknown) => {
    const validated = validate(schema, params);
    if (validated !== undefined) return handler(validated);
    connection.console.warn(`${method} has unknown parameters: ${JSON.stringify(params)}`);
  });
}
