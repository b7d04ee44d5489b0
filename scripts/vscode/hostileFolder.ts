/**
 * A folder that tries to reach files outside: links that lead there, special files, and paths as models write them.
 * `suite.ts` plants it before VS Code starts; tests of the server and of `bp` use it too.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Appears in every outside file, as a name, a number, and raw bytes. */
export const canaries = ['CANARY7f3a', '87654.321'];

export const secret = `${canaries.join('\n')}\n`;

interface Folders {
  /** The hostile folder. */
  readonly folder: string;
  /** The workspace that it is in, or the same. */
  readonly workspace: string;
  /** A folder outside the workspace, to which the links lead. */
  readonly outside: string;
}

/** A folder outside the workspace with the same beginning of its name. */
const wideFolder = ({ workspace }: Folders): string => `${workspace}-wide`;

/**
 * Makes the folder, with `ok.csv` and all links and special files, and the folders outside, with a file that must not be read.
 * @returns removes the folders outside.
 */
export function plantHostileFolder(folders: Folders): () => void {
  const { folder, outside } = folders;
  const outsideFolders = [outside, wideFolder(folders)];
  for (const path of [folder, join(folder, 'sub'), ...outsideFolders]) mkdirSync(path);
  for (const path of outsideFolders) writeFileSync(join(path, 'secret.csv'), secret);
  writeFileSync(join(folder, 'ok.csv'), 'x\n1\n');
  for (const [link, target] of Object.entries(links(folders))) symlinkSync(target, join(folder, link));
  execFileSync('mkfifo', [join(folder, 'pipe'), join(outside, 'pipe')]);
  return () => {
    for (const path of outsideFolders) rmSync(path, { recursive: true });
  };
}

/** The target of each link, by its name in the folder. */
function links(folders: Folders): Readonly<Record<string, string>> {
  const { folder, outside } = folders;
  const toOutside = relative(folder, outside);
  return {
    'absolute.csv': join(outside, 'secret.csv'),
    'relative.csv': `${toOutside}/secret.csv`,
    'end.csv': `${toOutside}/secret.csv`,
    'middle.csv': 'end.csv',
    'chain.csv': 'middle.csv',
    'sub/deep.csv': `../${toOutside}/secret.csv`,
    out: toOutside,
    'out chain': 'out',
    up: '..',
    root: '/',
    wide: relative(folder, wideFolder(folders)),
    'environ.csv': '/proc/self/environ',
    'pagemap.csv': '/proc/self/pagemap',
    'memory.csv': '/proc/self/mem',
    'kernel.csv': '/proc/kmsg',
    'process root': '/proc/self/root',
    'process folder': '/proc/self/cwd/..',
    'stdin.csv': '/proc/self/fd/0',
    'zero.csv': '/dev/zero',
    'random.csv': '/dev/urandom',
    'terminal.csv': '/dev/tty',
    'kernel device.csv': '/dev/kmsg',
    'pipe.csv': 'pipe',
    'outside pipe.csv': `${toOutside}/pipe`,
    'loop.csv': 'loop.csv',
    'dangling.csv': `${toOutside}/nothing.csv`,
    'folder.csv': toOutside,
    'planted.bp.safetensors': `${toOutside}/secret.csv`,
  };
}

/** Paths as a model in the folder writes them. None may be read. */
export function hostilePaths(folders: Folders): readonly string[] {
  const { folder, outside } = folders;
  const secretFile = join(outside, 'secret.csv');
  const toOutside = relative(folder, outside);
  const upToOutside = relative(dirname(folder), outside);
  const backslashed = `${toOutside}/secret.csv`.replaceAll('/', '\\');
  const withDots = (dots: string): string => `${toOutside}/secret.csv`.replaceAll('..', dots);
  return [
    ...Object.keys(links(folders)).filter((link) => link.endsWith('.csv')),
    'pipe',
    'out/secret.csv',
    'out chain/secret.csv',
    `up/${upToOutside}/secret.csv`,
    `root${secretFile}`,
    'wide/secret.csv',
    `process root${secretFile}`,
    `process folder/${upToOutside}/secret.csv`,
    `${toOutside}/secret.csv`,
    `sub/../${toOutside}/secret.csv`,
    `../../../../../../../..${secretFile}`,
    backslashed,
    `sub\\..\\${backslashed}`,
    `${toOutside}/secret.csv`.toUpperCase(),
    `${relative(folder, wideFolder(folders))}/secret.csv`,
    secretFile,
    `/${secretFile}`,
    `//localhost${secretFile}`,
    '//server/share/secret.csv',
    '\\\\server\\share\\secret.csv',
    '\\\\?\\C:\\secret.csv',
    'C:\\secret.csv',
    'c:secret.csv',
    `file://${secretFile}`,
    `FILE:${secretFile}`,
    'http://localhost/secret.csv',
    'vscode-remote://host/secret.csv',
    withDots('%2e%2e'),
    `${toOutside}/secret.csv`.replaceAll('/', '%2f'),
    `${toOutside}/secret.csv`.replaceAll('/', '%5c'),
    withDots('%252e%252e'),
    withDots('.\u0000.'),
    `${toOutside}/secret.csv\u0000.csv`,
    withDots('.\t.'),
    withDots('\u2024\u2024'),
    withDots('．．').replaceAll('/', '／'),
    `${toOutside}/secret.csv`.replaceAll('/', '\u2215'),
    withDots('..\u200b'),
    withDots('.. '),
    withDots('...'),
    '~/secret.csv',
    `$PWD/${toOutside}/secret.csv`,
    '*.csv',
    'nul',
    'con.csv',
    'absolute.csv::$DATA',
    'absolute.csv/',
    `ok.csv/../${toOutside}/secret.csv`,
    '',
    '.',
    '..',
    '/',
    'x'.repeat(300),
    `${'x/'.repeat(2_500)}secret.csv`,
  ];
}
