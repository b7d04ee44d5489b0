/**
 * Writes the layer library `nn.bp` into a TypeScript module, as neither Node nor esbuild imports `.bp` files: `node
 * scripts/setup.mjs node scripts/buildLibrary.ts`, with `--if-stale` only if the module is older than the library.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

const folder = join(root, 'server', 'src', 'language', 'library');
const libraryFile = join(folder, 'nn.bp');
const outputFile = join(folder, 'built.ts');

function isUpToDate(): boolean {
  if (!existsSync(outputFile)) return false;
  const builtAt = statSync(outputFile).mtimeMs;
  return [libraryFile, import.meta.filename].every((source) => statSync(source).mtimeMs <= builtAt);
}

if (!process.argv.includes('--if-stale') || !isUpToDate()) {
  const text = readFileSync(libraryFile, 'utf8');
  const header = '/** The text of the layer library, written by `scripts/buildLibrary.ts` from `nn.bp`. */';
  writeFileSync(outputFile, `${header}\n\nexport const nn = ${JSON.stringify(text)};\n`);
}
