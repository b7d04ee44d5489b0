/** Files that the client can't edit, although it would apply edits of the server to them. */

import type { Connection } from 'vscode-languageserver';
import { type IsReadOnlyParams, isReadOnlyMethod } from '../../../../protocol/editor/files.ts';
import type { Client } from './client.ts';

/** False if the client can't tell: then it declines the edit itself. */
export async function isReadOnly(connection: Connection, client: Client, uri: string): Promise<boolean> {
  if (!client.options.readOnlyFiles) return false;
  const params: IsReadOnlyParams = { uri };
  const answer: unknown = await connection.sendRequest(isReadOnlyMethod, params).catch(() => false);
  return answer === true;
}
