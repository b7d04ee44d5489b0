/**
 * File access through the client, which reaches files wherever the workspace is: on a remote machine, or in a virtual
 * file system.
 */

import type { Connection } from 'vscode-languageserver';
import {
  type ListFolderParams,
  type ListFolderResult,
  listFolderMethod,
  type ReadFileParams,
  type ReadFileResult,
  readFileMethod,
  type WatchFileParams,
  type WriteFileParams,
  watchFileMethod,
  writeFileMethod,
} from '../../../protocol/editor/files.ts';
import type { InitializationOptions } from '../../../protocol/editor/initialization.ts';
import { fromBase64, toBase64 } from '../../../protocol/shared/base64.ts';
import type { FileAccess } from './fileAccess.ts';

function clientFileAccess(connection: Connection): FileAccess {
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

/**
 * Access through the client, if it provides files; the server keeps to its own disk where both share it.
 * @param disk access to the files of the server's machine.
 */
export function fileAccessFor(
  connection: Connection,
  { files, sharesDisk }: Pick<InitializationOptions, 'files' | 'sharesDisk'>,
  disk: FileAccess,
): FileAccess {
  if (!files) return disk;
  const client = clientFileAccess(connection);
  if (!sharesDisk) return client;
  const isOnDisk = (uri: string): boolean => uri.startsWith('file:');
  return {
    read(uri, options) {
      if (!isOnDisk(uri)) return client.read(uri, options);
      const params: WatchFileParams = { uri };
      connection.sendNotification(watchFileMethod, params).catch(() => undefined);
      return disk.read(uri, options);
    },
    list: (uri, folders) => (isOnDisk(uri) ? disk : client).list(uri, folders),
    write: (uri, bytes, folders) => (isOnDisk(uri) ? disk : client).write(uri, bytes, folders),
  };
}
