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
const home = join(vscodeCache, `code-server-${version}`);
const insidePackage = join('node_modules', 'code-server', 'lib', 'vscode');
const logger = join('node_modules', '@vscode', 'spdlog', 'index.js');

/** Those that come with VS Code itself. */
export const vscodeExtensions = join(home, insidePackage, 'extensions');

export const serverProgram = join(home, insidePackage, 'out', 'server-main.js');

export async function installVSCode(): Promise<void> {
  if (!existsSync(home)) await install();
  await copyFile(join(import.meta.dirname, 'spdlog.cjs'), join(home, insidePackage, logger));
}

/** Installs it beside its place and moves it there when it is complete, so that it is whole wherever it is found. */
async function install(): Promise<void> {
  console.log('Installing VS Code for the browser, once: about 600 MB.');
  await removeAbandonedInstalls();
  const beside = `${home}.installing-${process.pid}`;
  await mkdir(beside, { recursive: true });
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', '--prefix', beside, ...flags, `code-server@${version}`]);
  await run('npm', ['install', '--prefix', join(beside, insidePackage), ...flags, '--omit=dev']);
  await rename(beside, home).catch((error) => {
    if (!existsSync(home)) throw error;
  });
  await rm(beside, { recursive: true, force: true });
}

/** An install that was killed leaves its folder, which carries the number of its process. */
async function removeAbandonedInstalls(): Promise<void> {
  await mkdir(vscodeCache, { recursive: true });
  for (const folder of await readdir(vscodeCache)) {
    const installer = /\.installing-(\d+)$/.exec(folder)?.[1];
    if (installer && !isRunning(Number(installer))) {
      await rm(join(vscodeCache, folder), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
