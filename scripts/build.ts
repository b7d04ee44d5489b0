/** Bundles the extension into dist/: `npm run build`, with `--minify` for the package. */
import { chmod, glob, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { bundledLibraries } from './bundledLibraries.ts';
import { renderNotices } from './notices.ts';
import { dist, root } from './paths.ts';
import { renderSbom } from './sbom.ts';

/** CommonJS libraries load Node's own modules by `require`, which an ESM bundle has to define. */
const requireShim =
  "import { createRequire as createRequireForLibraries } from 'node:module';\n" +
  'const require = createRequireForLibraries(import.meta.url);';

/** Prefix of the chunk that the Node programs share. */
const sharedChunkPrefix = 'shared';

const browserOptions: BuildOptions = {
  format: 'iife',
  platform: 'browser',
  target: 'chrome120',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** The programs that run in Node. */
const nodePrograms: BuildOptions = {
  entryPoints: {
    server: 'server/src/node/main.ts',
    engineWorker: 'server/src/node/engineWorker.ts',
    bp: 'server/src/node/bp.ts',
  },
  format: 'esm',
  banner: { js: requireShim },
  splitting: true,
  // In the same folder as the entry points, as some files are located relative to their code.
  chunkNames: `${sharedChunkPrefix}-[hash]`,
};

/** One row per bundle. Only the clients are CommonJS, which every version of VS Code can load. */
const bundles: readonly BuildOptions[] = [
  { entryPoints: ['client/src/node/main.ts'], outfile: 'dist/client.cjs', format: 'cjs', external: ['vscode'] },
  { ...nodePrograms, outdir: 'dist' },
  {
    entryPoints: { client: 'client/src/browser/main.ts' },
    outdir: 'dist/browser',
    ...browserOptions,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  },
  {
    entryPoints: { server: 'server/src/browser/main.ts', engineWorker: 'server/src/browser/engineWorker.ts' },
    outdir: 'dist/browser',
    ...browserOptions,
  },
  {
    entryPoints: { panel: 'client/webview/src/main.tsx', preview: 'client/webview/src/preview/main.ts' },
    outdir: 'dist/webview',
    ...browserOptions,
  },
];

export async function buildExtension({ minify }: { readonly minify: boolean }): Promise<void> {
  for await (const staleChunk of glob(`${sharedChunkPrefix}-*`, { cwd: dist })) await rm(join(dist, staleChunk));
  const metafiles = await bundleExtension({ minify, sourcemap: !minify });
  if (minify) await Promise.all(metafiles.flatMap(({ outputs }) => Object.keys(outputs)).map(escapeNonAscii));
  await chmod(join(dist, 'bp.js'), 0o755);
  const libraries = await bundledLibraries(metafiles);
  await writeFile(join(dist, 'NOTICES.txt'), renderNotices(libraries));
  await writeFile(join(dist, 'sbom.cdx.json'), await renderSbom(libraries));
}

/** Creates the bundles and returns what is in them. */
export async function bundleExtension(
  options: Pick<BuildOptions, 'minify' | 'sourcemap' | 'write'>,
): Promise<readonly Metafile[]> {
  return Promise.all(bundles.map((bundle) => createBundle({ ...options, ...bundle })));
}

/** Bundles only the programs that run in Node. */
export async function bundleNodePrograms(outdir: string): Promise<void> {
  await createBundle({ ...nodePrograms, outdir });
}

async function createBundle(options: BuildOptions): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    ...options,
    metafile: true,
  });
  return metafile;
}

/**
 * Escapes the non-ASCII characters that esbuild keeps in tagged templates and regular expressions. A source with a
 * character beyond Latin-1 takes V8 two bytes a character for as long as it is loaded.
 */
async function escapeNonAscii(output: string): Promise<void> {
  if (!/\.c?js$/.test(output)) return;
  const file = join(root, output);
  const escapeUnit = (codeUnit: string): string => `\\u${codeUnit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  await writeFile(file, (await readFile(file, 'utf8')).replace(/[^\0-\x7f]/g, escapeUnit));
}

if (import.meta.main) await buildExtension({ minify: process.argv.includes('--minify') });
