/** The libraries that are bundled into the extension, with their licenses. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from './paths.ts';

export interface BundledLibrary {
  /** Relative to the root of the project, as in `package-lock.json`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** As an SPDX expression. */
  readonly license: string;
  readonly licenseText: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: unknown;
}

/** In alphabetical order. */
export async function bundledLibraries(metafiles: readonly Metafile[]): Promise<readonly BundledLibrary[]> {
  const files = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const paths = new Set(files.map(libraryPath).filter((path) => path !== undefined));
  return await Promise.all([...paths].sort().map(readLibrary));
}

/** The package folder of a bundled file; undefined for the project's own sources. */
function libraryPath(file: string): string | undefined {
  return /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

async function readLibrary(path: string): Promise<BundledLibrary> {
  const folder = join(root, path);
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = manifest;
  const licenseFile = (await readdir(folder)).find((file) => /^(licen[cs]e|copying)/i.test(file));
  const licenseText =
    licenseFile === undefined ? standardLicenseText(manifest) : await readFile(join(folder, licenseFile), 'utf8');
  if (license === undefined || licenseText === undefined) {
    throw new Error(`${name} is bundled but has no license text to pass on.`);
  }
  // In a worktree, `node_modules` may be a link to a folder outside.
  return { path: path.slice(path.indexOf('node_modules/')), name, version, license, licenseText: licenseText.trim() };
}

/** The full license text for a package that only names its license and author; undefined if it is not MIT. */
function standardLicenseText({ license, author }: Manifest): string | undefined {
  if (license !== 'MIT' || typeof author !== 'string') return undefined;
  return `MIT License\n\nCopyright (c) ${author}\n\n${mitText}`;
}

const mitText = `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;
