/** What arrives and isn't known: a request is refused with what it takes, a notification is dropped and logged. */

import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { arrived, type Described, type Schema } from '../protocol/panel/schema.ts';

/** The answer to a request that can't be met, as a sentence. */
export function refused(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

/** Calls back with each notification that is what the schema describes. */
export function hear<const Said extends Schema>(
  connection: Connection,
  method: string,
  schema: Said,
  act: (said: Described<Said>) => void | Promise<void>,
): void {
  connection.onNotification(method, (params: unknown) => {
    const said = arrived(schema, params);
    if (said !== undefined) return act(said);
    connection.console.warn(`${method} came with what is not known: ${JSON.stringify(params)}`);
  });
}
