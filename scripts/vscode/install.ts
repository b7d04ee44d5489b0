/**
 * Installs VS Code for the browser from the npm package `code-server`, which contains a complete one. It runs without
 * the native modules that its install scripts would compile.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { vscodeCache } from '../paths.ts';
import { run } from '../run.ts';

const version = '4.139.1';
const installFolder = join(vscodeCache, `code-server-${version}`);
const packagePath = join('node_modules', 'code-server', 'lib', 'vscode');
const loggerPath = join('node_modules', '@vscode', 'spdlog', 'index.js');

/** Built-in extensions of VS Code. */
export const vscodeExtensions = join(installFolder, packagePath, 'extensions');

export const serverMain = join(installFolder, packagePath, 'out', 'server-main.js');

export async function installVSCode(): Promise<void> {
  if (!existsSync(installFolder)) await installCodeServer();
}

/** Installs into a temporary folder and renames it when complete, so that an existing install is never partial. */
async function installCodeServer(): Promise<void> {
  console.log('Installing VS Code for the browser, once: about 600 MB.');
  await removeAbandonedInstalls();
  const stagingFolder = `${installFolder}.installing-${process.pid}`;
  await mkdir(stagingFolder, { recursive: true });
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', '--prefix', stagingFolder, ...flags, `code-server@${version}`]);
  await run('npm', ['install', '--prefix', join(stagingFolder, packagePath), ...flags, '--omit=dev']);
  await copyFile(join(import.meta.dirname, 'spdlog.cjs'), join(stagingFolder, packagePath, loggerPath));
  await rename(stagingFolder, installFolder).catch((error) => {
    if (!existsSync(installFolder)) throw error;
  });
  await rm(stagingFolder, { recursive: true, force: true });
}

/** Removes the folders of killed installs, whose names contain the process id. */
async function removeAbandonedInstalls(): Promise<void> {
  await mkdir(vscodeCache, { recursive: true });
  for (const folder of await readdir(vscodeCache)) {
    const installerPid = /\.installing-(\d+)$/.exec(folder)?.[1];
    if (installerPid && !isProcessRunning(Number(installerPid))) {
      await rm(join(vscodeCache, folder), { recursive: true, force: true });
    }
  }
}

function isProcessRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
