/**
 * Failing writes through VS Code's file system: the old file stays, no temporary file is left, and a sentence says what
 * to do.
 */

import { expect, test, vi } from 'vitest';
import { replaceFile } from '../../../client/src/files/replaceFile.ts';
import { failures, files, Uri } from '../../support/vscode/stub.ts';

vi.mock('vscode', () => import('../../support/vscode/stub.ts'));

const uri = 'file:///models/net.svg';

const advice: Readonly<Record<string, string>> = {
  'Unable to write file (Unknown (FileSystemError): Error: ENOSPC: no space left on device, write)':
    'the disk is full; free some space and try again',
  "Unable to write file (NoPermissions (FileSystemError): Error: EACCES: permission denied, open '/models')":
    'you have no permission for that; change the permissions of the file and its folder and try again',
  'EROFS: read-only file system': 'the disk is read-only; copy the folder to another disk',
  'EIO: i/o error': 'the disk reports an error; copy the folder to another disk',
  'EntryNotFound (FileSystemError): FileNotFound': 'it or its folder is gone; restore it and try again',
  'the connection is lost': 'the connection is lost',
};

test('a failed write leaves the old file and says what to do', async () => {
  for (const operation of ['writeFile', 'rename']) {
    for (const [message, sentence] of Object.entries(advice)) {
      files.set(uri, 'old');
      failures.set(operation, message);
      await expect(replace('new')).rejects.toThrow(`net.svg can't be written: ${sentence}`);
      expect([...files]).toEqual([[uri, 'old']]);
      failures.clear();
    }
  }
  await replace('new');
  expect([...files]).toEqual([[uri, 'new']]);
});

function replace(text: string): Promise<void> {
  return replaceFile(Uri.parse(uri) as never, new TextEncoder().encode(text));
}
