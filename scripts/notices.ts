/** The notices of the libraries that went into the bundles: name, version and licence of each, as their authors ask. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from './paths.ts';

const introduction = 'Backprop Lens contains these libraries. Each is followed by its licence.';

export async function noticesOf(metafiles: readonly Metafile[]): Promise<string> {
  const files = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const libraries = new Set(files.map(libraryOf).filter((folder) => folder !== undefined));
  const notices = await Promise.all([...libraries].sort().map(noticeOf));
  return [introduction, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the package that a bundled file belongs to; none for our own sources. */
function libraryOf(file: string): string | undefined {
  return /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

async function noticeOf(library: string): Promise<string> {
  const folder = join(root, library);
  const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const licence = (await readdir(folder)).find((file) => /^(licen[cs]e|copying)/i.test(file));
  if (licence === undefined) throw new Error(`${name} is bundled but has no licence text to pass on.`);
  return `${name} ${version}\n\n${(await readFile(join(folder, licence), 'utf8')).trim()}`;
}
