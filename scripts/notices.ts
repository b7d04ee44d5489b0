/** The notices of bundled libraries: name, version and license of each, as their licenses require. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from './paths.ts';

const introduction = 'Backprop Lens contains these libraries. Each is followed by its licence.';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: unknown;
}

export async function renderNotices(metafiles: readonly Metafile[]): Promise<string> {
  const files = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const libraries = new Set(files.map(libraryFolder).filter((folder) => folder !== undefined));
  const notices = await Promise.all([...libraries].sort().map(renderNotice));
  return [introduction, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`);
}

/** The package folder of a bundled file; undefined for the project's own sources. */
function libraryFolder(file: string): string | undefined {
  return /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

async function renderNotice(libraryPath: string): Promise<string> {
  const folder = join(root, libraryPath);
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { name, version } = manifest;
  const licenseFile = (await readdir(folder)).find((file) => /^(licen[cs]e|copying)/i.test(file));
  const text =
    licenseFile === undefined ? standardLicenseText(manifest) : await readFile(join(folder, licenseFile), 'utf8');
  if (text === undefined) throw new Error(`${name} is bundled but has no licence text to pass on.`);
  return `${name} ${version}\n\n${text.trim()}`;
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
