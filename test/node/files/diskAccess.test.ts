/** Access to the files of this machine: links, special files, limits, and files that are swapped while they are read. */

import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { win32 } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { FileContent } from '../../../server/src/files/fileAccess.ts';
import { isInside, isReservedName } from '../../../server/src/node/files/containment.ts';
import { diskAccess } from '../../../server/src/node/files/diskAccess.ts';
import { Folder } from '../../bp/run.ts';

const limit = 1_000;
const canary = 'CANARY of a file outside';

function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

function read(folder: Folder, name: string): Promise<FileContent> {
  return diskAccess.read(uriOf(folder.at(name)), { limit, folders: [uriOf(folder.at('.'))] });
}

/** The content as text; the reason or kind if it was not read. */
async function textOf(content: Promise<FileContent>): Promise<string> {
  const result = await content;
  if (result.kind === 'bytes') return new TextDecoder().decode(result.bytes);
  return result.kind === 'unreadable' ? result.reason : result.kind;
}

const outsideReason =
  'it is a link to a file in another folder; copy that file here, or open a folder that contains both';

describe('reading', () => {
  test('follows links that stay inside', async () => {
    using folder = new Folder();
    folder.write('a.csv', 'x\n1\n');
    mkdirSync(folder.at('sub'));
    symlinkSync('../a.csv', folder.at('sub/link.csv'));
    symlinkSync('sub', folder.at('folder'));
    expect(await textOf(read(folder, 'folder/link.csv'))).toBe('x\n1\n');
  });

  test.each<[string, (folder: Folder, outside: Folder) => string]>([
    [
      'a link',
      (folder, outside) => {
        symlinkSync(outside.at('secret'), folder.at('a.csv'));
        return 'a.csv';
      },
    ],
    [
      'a relative link',
      (folder) => {
        symlinkSync('../../../../../../../../etc/passwd', folder.at('a.csv'));
        return 'a.csv';
      },
    ],
    [
      'a chain of links',
      (folder, outside) => {
        symlinkSync(outside.at('secret'), folder.at('end'));
        symlinkSync('end', folder.at('middle'));
        symlinkSync('middle', folder.at('a.csv'));
        return 'a.csv';
      },
    ],
    [
      'a link to a folder',
      (folder, outside) => {
        symlinkSync(outside.at('.'), folder.at('sub'));
        return 'sub/secret';
      },
    ],
    [
      'a link to a folder whose name begins with that of the workspace',
      (folder) => {
        const wide = `${folder.at('.')}-wide`;
        mkdirSync(wide);
        writeFileSync(`${wide}/secret`, canary);
        symlinkSync(wide, folder.at('sub'));
        return 'sub/secret';
      },
    ],
  ])('refuses %s that leads outside', async (_, plant) => {
    using folder = new Folder();
    using outside = new Folder();
    outside.write('secret', canary);
    const name = plant(folder, outside);
    expect(await textOf(read(folder, name))).toBe(outsideReason);
    rmSync(`${folder.at('.')}-wide`, { recursive: true, force: true });
  });

  test('allows every folder that is given, and links between them', async () => {
    using folder = new Folder();
    using other = new Folder();
    symlinkSync(other.write('b.csv', 'x\n2\n'), folder.at('a.csv'));
    const folders = [uriOf(folder.at('.')), uriOf(other.at('.'))];
    expect(await textOf(diskAccess.read(uriOf(folder.at('a.csv')), { limit, folders }))).toBe('x\n2\n');
  });

  test('allows a folder that is reached through a link itself', async () => {
    using folder = new Folder();
    using outside = new Folder();
    outside.write('a.csv', 'x\n3\n');
    symlinkSync(outside.at('.'), folder.at('link'));
    const folders = [uriOf(folder.at('link'))];
    expect(await textOf(diskAccess.read(uriOf(folder.at('link/a.csv')), { limit, folders }))).toBe('x\n3\n');
  });

  test('knows a file by its other names, unless it has just changed', async () => {
    using folder = new Folder();
    symlinkSync(import.meta.filename, folder.at('a'));
    const folders = [uriOf(folder.at('.')), uriOf(import.meta.dirname)];
    const identities = [folder.at('a'), import.meta.filename, folder.write('b', '')].map(async (path) => {
      const content = await diskAccess.read(uriOf(path), { limit: 1_000_000, folders });
      return content.kind === 'bytes' ? content.identity : content;
    });
    const [linked, direct, changed] = await Promise.all(identities);
    expect(linked).toEqual(expect.any(String));
    expect(direct).toBe(linked);
    expect(changed).toBeUndefined();
  });

  test('refuses a pipe and a device without waiting for them', async () => {
    using folder = new Folder();
    execFileSync('mkfifo', [folder.at('pipe')]);
    expect(await textOf(read(folder, 'pipe'))).toBe('it is not a file');
    const device = diskAccess.read('file:///dev/zero', { limit, folders: ['file:///dev'] });
    expect(await textOf(device)).toBe('it is not a file');
  });

  test('reports a folder, a missing file, and a link to nothing', async () => {
    using folder = new Folder();
    symlinkSync('nothing', folder.at('dangling'));
    symlinkSync('self', folder.at('self'));
    expect(await textOf(read(folder, '.'))).toBe('it is not a file');
    expect(await textOf(read(folder, 'missing'))).toBe('missing');
    expect(await textOf(read(folder, 'dangling'))).toBe('missing');
    expect(await textOf(read(folder, 'self'))).toContain('ELOOP');
  });

  test('stops at the limit, also in a file that claims to be empty and never ends', async () => {
    using folder = new Folder();
    folder.write('large', 'x'.repeat(limit + 1));
    folder.write('full', 'x'.repeat(limit));
    expect(await read(folder, 'large')).toEqual({ kind: 'too-large', size: limit + 1 });
    expect((await textOf(read(folder, 'full'))).length).toBe(limit);
    const endless = await diskAccess.read('file:///proc/self/pagemap', { limit, folders: ['file:///proc/self/'] });
    expect(endless.kind).toBe('too-large');
  });

  test('reads a file of the size 0 that has content', async () => {
    const content = await textOf(diskAccess.read('file:///proc/self/comm', { limit, folders: ['file:///proc/self'] }));
    expect(content).toMatch(/\w\n$/);
  });

  test('never returns the content of an outside file while names are swapped', async () => {
    using folder = new Folder();
    using outside = new Folder();
    outside.write('secret', canary);
    folder.write('inside', 'x\n1\n');
    for (let round = 0; round < 300; round++) {
      linkSync(folder.at('inside'), folder.at('a.csv'));
      symlinkSync(outside.at('secret'), folder.at('planted'));
      const text = textOf(read(folder, 'a.csv'));
      for (let turn = 0; turn < round % 4; turn++) await Promise.resolve();
      renameSync(folder.at('planted'), folder.at('a.csv'));
      expect(await text).not.toContain(canary);
      rmSync(folder.at('a.csv'));
    }
  });
});

describe('listing', () => {
  test('leaves out what links lead to outside', async () => {
    using folder = new Folder();
    using outside = new Folder();
    outside.write('secret', canary);
    folder.write('a.csv', '');
    mkdirSync(folder.at('sub'));
    symlinkSync('sub', folder.at('near'));
    symlinkSync(outside.at('.'), folder.at('far'));
    symlinkSync(outside.at('secret'), folder.at('far.csv'));
    const folders = [uriOf(folder.at('.'))];
    const entries = await diskAccess.list(uriOf(`${folder.at('.')}/`), folders);
    expect(entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'a.csv', isFolder: false },
      { name: 'near', isFolder: true },
      { name: 'sub', isFolder: true },
    ]);
    expect(await diskAccess.list(uriOf(`${folder.at('far')}/`), folders)).toEqual([]);
  });
});

describe('on Windows', () => {
  test.each([
    ['C:\\w\\a.csv', 'C:\\w', true],
    ['c:\\W\\sub\\a.csv', 'C:\\w', true],
    ['C:\\w', 'C:\\w', true],
    ['C:\\w\\..a.csv', 'C:\\w', true],
    ['C:\\wide\\a.csv', 'C:\\w', false],
    ['C:\\a.csv', 'C:\\w', false],
    ['D:\\w\\a.csv', 'C:\\w', false],
    ['\\\\server\\share\\a.csv', 'C:\\w', false],
    ['\\\\server\\share\\a.csv', '\\\\server\\share', true],
    ['\\\\server\\other\\a.csv', '\\\\server\\share', false],
  ])('%s is inside %s: %s', (file, folder, expected) => {
    expect(isInside(file, folder, win32)).toBe(expected);
  });

  test.each([
    ['C:\\w\\nul', true],
    ['C:\\w\\CON.csv', true],
    ['C:\\w\\com1.bp.safetensors', true],
    ['C:\\w\\aux \\a.csv', true],
    ['C:\\w\\lpt².csv', true],
    ['C:\\w\\console.csv', false],
    ['C:\\w\\com10.csv', false],
    ['C:\\w\\a.nul', false],
  ])('%s names a device: %s', (file, expected) => {
    expect(isReservedName(file)).toBe(expected);
  });
});
