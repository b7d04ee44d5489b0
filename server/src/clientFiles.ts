/** Files by way of the client, which reaches them wherever the workspace is: on a remote machine, or in no file system at all. */

import type { Connection } from 'vscode-languageserver';
import { fromBase64 } from './protocol/base64.ts';
import { type ReadFileParams, type ReadFileResult, readFileMethod } from './protocol/files.ts';
import type { ReadFile } from './storedFile.ts';

export function readThrough(connection: Connection): ReadFile {
  return async (uri, limit) => {
    const params: ReadFileParams = { uri, limit };
    const result = await connection.sendRequest<ReadFileResult>(readFileMethod, params);
    return result.kind === 'bytes' ? { kind: 'bytes', bytes: fromBase64(result.base64) } : result;
  };
}
