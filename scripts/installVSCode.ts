/**
 * VS Code for the browser, from the npm registry: the package `code-server` carries a whole one, which runs without the
 * native modules that its install scripts would compile.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { vscodeCache } from './paths.ts';
import { run } from './run.ts';

const version = '4.139.1';
const installFolder = join(vscodeCache, `code-server-${version}`);
const packagePath = join('node_modules', 'code-server', 'lib', 'vscode');
const loggerPath = join('node_modules', '@vscode', 'spdlog', 'index.js');

/** Those that come with VS Code itself. */
export const vscodeExtensions = join(installFolder, packagePath, 'extensions');

export const serverMain = join(installFolder, packagePath, 'out', 'server-main.js');

export async function installVSCode(): Promise<void> {
  if (!existsSync(installFolder)) await installCodeServer();
  await copyFile(join(import.meta.dirname, 'spdlog.cjs'), join(installFolder, packagePath, loggerPath));
}

/** Installs it beside its place and moves it there when it is complete, so that it is whole wherever it is found. */
async function installCodeServer(): Promise<void> {
  console.log('Installing VS Code for the browser, once: about 600 MB.');
  await removeAbandonedInstalls();
  const stagingFolder = `${installFolder}.installing-${process.pid}`;
  await mkdir(stagingFolder, { recursive: true });
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', '--prefix', stagingFolder, ...flags, `code-server@${version}`]);
  await run('npm', ['install', '--prefix', join(stagingFolder, packagePath), ...flags, '--omit=dev']);
  await rename(stagingFolder, installFolder).catch((error) => {
    if (!existsSync(installFolder)) throw error;
  });
  await rm(stagingFolder, { recursive: true, force: true });
}

/** An install that was killed leaves its folder, which carries the number of its process. */
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
