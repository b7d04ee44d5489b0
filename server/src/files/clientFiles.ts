/**
 * File access through the client, which reaches files wherever the workspace is: on a remote machine, or in a virtual
 * file system.
 */

import type { Connection } from 'vscode-languageserver';
import { fromBase64, toBase64 } from '../../../protocol/base64.ts';
import {
  type ListFolderParams,
  type ListFolderResult,
  listFolderMethod,
  type ReadFileParams,
  type ReadFileResult,
  readFileMethod,
  type WriteFileParams,
  writeFileMethod,
} from '../../../protocol/files.ts';
import type { FileAccess } from './storedFile.ts';

export function clientFileAccess(connection: Connection): FileAccess {
  return {
    read: async (uri, { limit }) => {
      const params: ReadFileParams = { uri, limit };
      const result = await connection.sendRequest<ReadFileResult>(readFileMethod, params);
      return result.kind === 'bytes' ? { kind: 'bytes', bytes: fromBase64(result.base64) } : result;
    },
    list: (uri) => {
      const params: ListFolderParams = { uri };
      return connection.sendRequest<ListFolderResult>(listFolderMethod, params);
    },
    write: async (uri, bytes) => {
      const params: WriteFileParams = { uri, base64: bytes ? toBase64(bytes) : null };
      await connection.sendRequest<void>(writeFileMethod, params);
    },
  };
}
