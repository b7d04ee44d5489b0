/**
 * Debian packages that the tests need: Chromium and, in CI, PyTorch and Neovim. Installs them as root; otherwise
 * prints the command.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findChromium } from './chromium.ts';
import { findProgram, run } from './run.ts';

/** The Python that Debian's packages belong to; `python3` on the PATH may be another one. */
export const debianPython = '/usr/bin/python3';

export async function ensureChromium(): Promise<void> {
  if (!findChromium()) await installPackages('Chromium', ['chromium', 'fonts-dejavu-core', 'fonts-nanum']);
}

export async function ensurePyTorch(): Promise<void> {
  try {
    await promisify(execFile)(debianPython, ['-c', 'import torch, safetensors']);
  } catch {
    await installPackages('PyTorch', ['python3-torch', 'python3-safetensors', 'libopenblas0-pthread']);
  }
}

export async function ensureNeovim(): Promise<void> {
  if (!findProgram('nvim')) await installPackages('Neovim', ['neovim']);
}

async function installPackages(program: string, packages: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) {
    throw new Error(`The tests need ${program}. On Debian: sudo apt-get install ${packages.join(' ')}`);
  }
  await run('apt-get', ['update', '--quiet']);
  await run('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...packages]);
}
