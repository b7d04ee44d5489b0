/** A folder with links that lead outside, special files, and planted trained values, for the suite in VS Code. */
import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Adds the folder to a workspace; what its links lead to is beside the workspace. @returns removes the latter. */
export async function plantHostileFolder(workspace: string): Promise<() => Promise<void>> {
  const outside = `${workspace}-outside`;
  const folder = join(workspace, 'hostile');
  for (const path of [outside, folder]) await mkdir(path);
  await writeFile(join(outside, 'secret.csv'), 'CANARY7f3a\n87654.321\n');
  await writeFile(join(folder, 'ok.csv'), 'x\n1\n');
  const links = {
    'absolute.csv': join(outside, 'secret.csv'),
    'chain.csv': 'absolute.csv',
    'environ.csv': '/proc/self/environ',
    'zero.csv': '/dev/zero',
    'dangling.csv': join(outside, 'nothing.csv'),
    'loop.csv': 'loop.csv',
    linked: outside,
    'planted.bp.safetensors': join(outside, 'secret.csv'),
  };
  for (const [name, target] of Object.entries(links)) await symlink(target, join(folder, name));
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
  return () => rm(outside, { recursive: true });
}
