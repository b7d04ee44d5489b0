/** What the tests take from Debian's packages: Chromium and, in CI, PyTorch and Neovim. Root gets them installed, others are told. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findChromium } from './chromium.ts';
import { findProgram, run } from './run.ts';

/** The Python that Debian's packages belong to, whatever else `python3` on the PATH may be. */
export const debianPython = '/usr/bin/python3';

export async function provideChromium(): Promise<void> {
  if (!findChromium()) await install('Chromium', ['chromium', 'fonts-dejavu-core', 'fonts-nanum']);
}

export async function providePyTorch(): Promise<void> {
  try {
    await promisify(execFile)(debianPython, ['-c', 'import torch, safetensors']);
  } catch {
    await install('PyTorch', ['python3-torch', 'python3-safetensors', 'libopenblas0-pthread']);
  }
}

export async function provideNeovim(): Promise<void> {
  if (!findProgram('nvim')) await install('Neovim', ['neovim']);
}

async function install(what: string, packages: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) {
    throw new Error(`The tests need ${what}. On Debian: sudo apt-get install ${packages.join(' ')}`);
  }
  await run('apt-get', ['update', '--quiet']);
  await run('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...packages]);
}
